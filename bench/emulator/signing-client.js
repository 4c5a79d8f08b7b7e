// What one thread signs: RS256 with a key of 2048 bits, over as much as a token holds.
import { generateKeyPairSync, sign } from "node:crypto";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const content = Buffer.alloc(600, "a");

process.on("message", ({ milliseconds }) => {
  const used = process.cpuUsage();
  const started = performance.now();
  let count = 0;
  for (; performance.now() - started < milliseconds; count++) sign("RSA-SHA256", content, privateKey);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(used);
  process.send({ count, seconds, cpuMicroseconds: user + system });
});
