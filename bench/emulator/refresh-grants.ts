import { fork } from "node:child_process";
import { once } from "node:events";
import { generateKeyPairSync, sign } from "node:crypto";
import { fileURLToPath } from "node:url";
import { createEmulator } from "../../packages/emulator/src/create-emulator.ts";

// Refresh grants per second over HTTP, beside what one thread of `crypto.sign` does in the same run, and the heap after 1,000
// and after all of them. Run with: node --expose-gc --import tsx bench/emulator/refresh-grants.ts [COUNT]

const SESSIONS = 10;
const WARM_UP = 1_000;
const count = Number(process.argv[2] ?? 20_000);

const accounts = Array.from({ length: SESSIONS }, (_, number) => ({ email: `user${number}@example.com` }));
const emulator = await createEmulator({ authkit: { port: 0, rateLimits: false, seed: { accounts } } });
const { authkit } = emulator;
if (authkit === null) throw new Error("The AuthKit side is missing.");
const tokens = await Promise.all(accounts.map(({ email }) => authkit.signIn(email)));
const client = fork(
  fileURLToPath(new URL("./refresh-client.ts", import.meta.url)),
  [emulator.url, ...tokens.map(({ refreshToken }) => refreshToken)],
  { execArgv: ["--import", "tsx"] },
);
client.once("error", (error) => {
  throw error;
});

const signatures = [signaturesPerSecond()];
await refresh(WARM_UP);
const heapBefore = heap();
const before = process.cpuUsage();
const seconds = await refresh(count - WARM_UP);
const { user, system } = process.cpuUsage(before);
signatures.push(signaturesPerSecond());
const heapAfter = heap();
client.kill();
await emulator.close();

const perSecond = (count - WARM_UP) / seconds;
const oneThread = signatures.reduce((sum, rate) => sum + rate, 0) / signatures.length;
console.log(
  JSON.stringify(
    {
      refreshGrantsPerSecond: Math.round(perSecond),
      signaturesPerSecondOfOneThread: signatures.map(Math.round),
      ratio: Number((perSecond / oneThread).toFixed(2)),
      processorMicrosecondsPerGrant: Math.round((user + system) / (count - WARM_UP)),
      heapMegabytes: { after1000: heapBefore, afterAll: heapAfter },
    },
    null,
    2,
  ),
);

async function refresh(wanted: number): Promise<number> {
  const answer = once(client, "message") as Promise<[number]>;
  client.send(wanted);
  return (await answer)[0];
}

function signaturesPerSecond(): number {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const data = Buffer.from("x".repeat(600));
  const began = performance.now();
  let done = 0;
  while (performance.now() - began < 1_000) {
    sign("RSA-SHA256", data, privateKey);
    done++;
  }
  return (done / (performance.now() - began)) * 1000;
}

function heap(): number {
  if (globalThis.gc === undefined) throw new Error("Run with node --expose-gc.");
  globalThis.gc();
  return Number((process.memoryUsage().heapUsed / 1e6).toFixed(1));
}
