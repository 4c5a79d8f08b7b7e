// Loaded before the command in a test: whatever writes, executes or connects ends the run.
const childProcess = require("node:child_process");
const dgram = require("node:dgram");
const fs = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");
const net = require("node:net");

const forbid = (object, names) => {
  for (const name of names) {
    object[name] = () => {
      process.stderr.write(`FORBIDDEN: ${name}\n`);
      process.exit(99);
    };
  }
};

const WRITING =
  /^(?:append|chmod|chown|copy|cp|fchmod|fchown|ftruncate|futimes|lchmod|lchown|link|lutimes|mkd|rename|rm|symlink|truncate|unlink|utimes|write|createWriteStream)/;
forbid(
  fs,
  Object.keys(fs).filter((name) => WRITING.test(name)),
);
forbid(
  fs.promises,
  Object.keys(fs.promises).filter((name) => WRITING.test(name)),
);
const { openSync, open } = fs;
const { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND } = fs.constants;
const onlyReads = (flags) =>
  typeof flags === "number"
    ? (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)) === 0
    : flags === "r";
fs.openSync = (path, flags = "r", ...rest) => {
  if (!onlyReads(flags)) {
    process.stderr.write(`FORBIDDEN: open ${path} ${flags}\n`);
    process.exit(99);
  }
  return openSync(path, flags, ...rest);
};
fs.open = (path, flags, ...rest) => {
  if (typeof flags === "string" && !onlyReads(flags)) {
    process.stderr.write(`FORBIDDEN: open ${path} ${flags}\n`);
    process.exit(99);
  }
  return open(path, flags, ...rest);
};
forbid(childProcess, ["exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"]);
forbid(net, ["connect", "createConnection"]);
forbid(net.Socket.prototype, ["connect"]);
forbid(dgram, ["createSocket"]);
globalThis.fetch = undefined;
syncBuiltinESMExports();
