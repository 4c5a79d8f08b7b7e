// Browsers that refresh: as many sessions as there are tokens, each with a connection of its own that it keeps, each waiting
// for its answer before it asks again. Every refresh token that comes is used for the next one, as rotation wants it.
//
// It runs on the processors of the server it measures, so it does no more than it must: HTTP by hand over one buffer per
// connection, requests that are made but for the token, answers that are searched and not parsed. It is the same for every server.
import { createConnection } from "node:net";

/** More than any answer has. Bytes. */
const LONGEST_ANSWER = 64 * 1024;

let target;
let tokens = [];

process.on("message", (message) => {
  const answer = message.target === undefined ? run(message) : begin(message);
  Promise.resolve(answer).then(
    (value) => process.send(value),
    (error) => process.send({ problem: error.message }),
  );
});

function begin(message) {
  ({ target, tokens } = message);
  const mark = "TOKEN";
  const fields = { ...target.fields, grant_type: "refresh_token", refresh_token: mark };
  const [before, after] = (
    target.isForm ? new URLSearchParams(fields).toString() : JSON.stringify(fields)
  ).split(mark);
  const head = [
    `POST ${target.path} HTTP/1.1`,
    `host: localhost:${target.port}`,
    `content-type: application/${target.isForm ? "x-www-form-urlencoded" : "json"}`,
    "content-length: ",
  ].join("\r\n");
  target.request = (token) =>
    `${head}${before.length + token.length + after.length}\r\n\r\n${before}${token}${after}`;
  return {};
}

/** @param milliseconds for how long, or @param count how many refreshes in all */
async function run({ milliseconds = Infinity, count = Infinity }) {
  const started = performance.now();
  const progress = { begun: 0, done: 0 };
  progress.mayBegin = () => {
    if (progress.begun >= count || performance.now() - started >= milliseconds) return false;
    progress.begun++;
    return true;
  };
  // New connections each time: servers close those that nobody uses for some seconds.
  await Promise.all(tokens.map((_, session) => refreshWhile(session, progress)));
  return { count: progress.done, seconds: (performance.now() - started) / 1000 };
}

/** Lets a session refresh as long as it may. */
function refreshWhile(session, progress) {
  return new Promise((resolve, reject) => {
    const buffer = Buffer.allocUnsafe(LONGEST_ANSWER);
    let arrived = "";
    const socket = createConnection({
      host: "127.0.0.1",
      port: target.port,
      noDelay: true,
      onread: { buffer, callback: (bytes) => read(bytes) },
    });
    socket.on("error", end);
    socket.on("close", () => end(new Error("The server closed a connection.")));
    next();

    function next() {
      if (progress.mayBegin()) socket.write(target.request(tokens[session]), "latin1");
      else end(null);
    }
    function read(bytes) {
      arrived += buffer.latin1Slice(0, bytes);
      try {
        const body = bodyOf(arrived);
        if (body === null) return;
        tokens[session] = nextToken(body, tokens[session]);
      } catch (error) {
        return end(error);
      }
      arrived = "";
      progress.done++;
      next();
    }
    function end(error) {
      socket.destroy();
      if (error === null) resolve();
      else reject(error);
    }
  });
}

/** The body of an answer that has arrived; null: not all of it has. */
function bodyOf(arrived) {
  const end = arrived.indexOf("\r\n\r\n");
  if (end === -1) return null;
  const head = arrived.slice(0, end);
  const [, length] = /^content-length: *(\d+)/im.exec(head) ?? [];
  if (length === undefined) throw new Error(`An answer without its length: ${head}`);
  if (arrived.length < end + 4 + Number(length)) return null;
  if (!head.startsWith("200", "HTTP/1.1 ".length)) throw new Error(arrived);
  return arrived.slice(end + 4);
}

/** The refresh token of an answer that has a new pair. */
function nextToken(body, used) {
  const token = textIn(body, "refresh_token");
  const accessToken = textIn(body, "access_token");
  if (!/^[\w.~-]+$/.test(token) || token === used || accessToken.split(".").length !== 3)
    throw new Error(`No new pair of tokens: ${body}`);
  return token;
}

/** The text of a field that stands once in JSON, and in which nothing is escaped; empty: there is none. */
function textIn(json, name) {
  const key = `"${name}":"`;
  const start = json.indexOf(key);
  return start === -1 ? "" : json.slice(start + key.length, json.indexOf('"', start + key.length));
}
