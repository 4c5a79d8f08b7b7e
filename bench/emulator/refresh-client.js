// Browsers that refresh: as many sessions as there are tokens, each with a connection of its own that it keeps, each waiting
// for its answer before it asks again. Every refresh token that comes is used for the next one, as rotation wants it.
import { createConnection } from "node:net";

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
  target.head = [
    `POST ${target.path} HTTP/1.1`,
    `host: localhost:${target.port}`,
    `content-type: application/${target.isForm ? "x-www-form-urlencoded" : "json"}`,
    "",
  ].join("\r\n");
  return {};
}

/** @param milliseconds for how long, or @param count how many refreshes in all */
async function run({ milliseconds = Infinity, count = Infinity }) {
  // New ones each time: servers close those that nobody uses for some seconds.
  const connections = tokens.map(() => connect(target.port));
  const started = performance.now();
  let begun = 0;
  let done = 0;
  const isOver = () => begun >= count || performance.now() - started >= milliseconds;
  await Promise.all(
    tokens.map(async (_, session) => {
      while (!isOver()) {
        begun++;
        tokens[session] = await refresh(tokens[session], connections[session]);
        done++;
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const { socket } of connections) socket.destroy();
  return { count: done, seconds };
}

function refresh(token, connection) {
  const fields = { ...target.fields, grant_type: "refresh_token", refresh_token: token };
  const body = target.isForm ? new URLSearchParams(fields).toString() : JSON.stringify(fields);
  return new Promise((resolve, reject) => {
    connection.answer = (status, text) => {
      if (status !== 200) return reject(new Error(`${status}: ${text}`));
      const { access_token: accessToken, refresh_token: next } = JSON.parse(text);
      if (typeof next !== "string" || accessToken?.split(".").length !== 3 || next === token)
        return reject(new Error(`No new pair of tokens: ${text}`));
      resolve(next);
    };
    connection.fail = reject;
    connection.socket.write(`${target.head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  });
}

/**
 * A connection for one request after the other. HTTP by hand, because the client runs on the processors of the server, and the
 * one of Node takes a good part of the time that the server takes.
 */
function connect(port) {
  const connection = { socket: createConnection({ host: "127.0.0.1", port, noDelay: true }) };
  let arrived = "";
  connection.socket.setEncoding("latin1");
  connection.socket.on("data", (chunk) => {
    arrived += chunk;
    const end = arrived.indexOf("\r\n\r\n");
    if (end === -1) return;
    const head = arrived.slice(0, end);
    const [, length] = /^content-length: *(\d+)/im.exec(head) ?? [];
    if (length === undefined) return connection.fail(new Error(`An answer without its length: ${head}`));
    const body = arrived.slice(end + 4);
    if (body.length < Number(length)) return;
    arrived = "";
    connection.answer(Number(head.slice(9, 12)), body);
  });
  connection.socket.on("error", (error) => connection.fail(error));
  connection.socket.on("close", () => connection.fail(new Error("The server closed a connection.")));
  return connection;
}
