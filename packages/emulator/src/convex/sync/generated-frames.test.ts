import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { makeFunctionReference } from "convex/server";
import { expect, it } from "vitest";
import { WebSocket } from "ws";
import { connectTestClient } from "../test-client.ts";
import { startTestDeployment, type TestDeployment } from "../test-deployment.ts";

const SOCKETS = 100;
const FRAMES = 100;
const SEED = 20_261_121;
const MEBIBYTE = 1024 * 1024;

const small = fc.oneof(fc.nat(3), fc.integer(), fc.double());
const anything = fc.oneof(fc.jsonValue(), fc.string());
const path = fc.oneof(
  fc.constantFrom("notes:list", "notes:add", "notes:refuse", "auth:required"),
  fc.string(),
);
const text = fc.oneof(
  fc.string(),
  fc.constant("Fe26.2**sealed"),
  fc.string({ unit: "binary", maxLength: 300 }),
);
const modification = fc.record(
  {
    type: fc.constantFrom("Add", "Remove", "Other"),
    queryId: small,
    udfPath: path,
    args: fc.array(anything),
    journal: fc.oneof(fc.string(), fc.constant(null)),
  },
  { requiredKeys: ["type"] },
);

/** Messages of the protocol with the one or the other thing wrong, and frames that are none at all. */
const frame = fc
  .oneof(
    fc.record(
      {
        type: fc.constant("Connect"),
        sessionId: fc.oneof(fc.uuid(), fc.string()),
        connectionCount: small,
        lastCloseReason: fc.oneof(text, fc.constant(null)),
        maxObservedTimestamp: fc.oneof(fc.base64String(), fc.constant("AAAAAAAAAAA=")),
        clientTs: small,
      },
      { requiredKeys: ["type", "sessionId", "connectionCount"] },
    ),
    fc.record(
      {
        type: fc.constant("Authenticate"),
        baseVersion: fc.nat(2),
        tokenType: fc.constantFrom("User", "Admin", "None", "Guest"),
        value: text,
        impersonating: anything,
      },
      { requiredKeys: ["type", "tokenType"] },
    ),
    fc.record({
      type: fc.constant("ModifyQuerySet"),
      baseVersion: fc.nat(2),
      newVersion: fc.nat(4),
      modifications: fc.array(modification, { maxLength: 5 }),
    }),
    fc.record({
      type: fc.constantFrom("Mutation", "Action"),
      requestId: fc.nat(50),
      udfPath: path,
      args: anything,
    }),
    fc.record({ type: fc.constant("Event"), eventType: text, event: anything }),
    anything,
  )
  .map((message) => (typeof message === "string" ? message : JSON.stringify(message)));

const whoami = makeFunctionReference<"query">("auth:whoami");

async function signInAndRead(deployment: TestDeployment): Promise<unknown> {
  const client = connectTestClient(deployment.url);
  client.setAuth(() => deployment.issuer.sign());
  await client.until(() => client.states.at(-1) === "waitingForScheduledRefetch");
  const identity: unknown = await client.client.query(whoami, {});
  await client.close();
  return identity;
}

/** Sends all frames, whatever comes back, and goes away once the other side has closed or answered a ping behind them. */
function sendAll(url: string, frames: (string | Buffer)[]): Promise<void> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/api/sync`);
  return new Promise((resolve) => {
    socket.on("open", () => {
      for (const one of frames) socket.send(one);
      socket.ping();
    });
    socket.on("pong", () => socket.terminate());
    socket.on("error", () => {});
    socket.on("close", () => resolve());
  });
}

function heapUsed(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

it("signs in as usual after 100 sockets with 100 generated frames each, without having grown", async () => {
  const deployment = await startTestDeployment();
  const sockets = fc.sample(fc.array(frame, { minLength: FRAMES, maxLength: FRAMES }), {
    seed: SEED,
    numRuns: SOCKETS,
  });
  await signInAndRead(deployment);
  const before = heapUsed();

  await Promise.all(sockets.map((frames) => sendAll(deployment.url, frames)));
  expect(deployment.events("socket-open").length).toBeGreaterThan(0);
  expect(await signInAndRead(deployment)).toMatchObject({ subject: "user_01ADA" });
  deployment.functions.notes.length = 0;
  expect((heapUsed() - before) / MEBIBYTE).toBeLessThan(10);
  await deployment.close();
});

it("lets one socket after the other send each frame first", async () => {
  const deployment = await startTestDeployment();
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 3 }), (frames) =>
      sendAll(deployment.url, frames),
    ),
    { seed: SEED, numRuns: 300 },
  );
  expect(await signInAndRead(deployment)).toMatchObject({ subject: "user_01ADA" });
  await deployment.close();
});
