import { ConvexClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { startTestDeployment, type TestDeployment } from "../test-deployment.ts";

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function start(wished?: Parameters<typeof startTestDeployment>[0]): Promise<TestDeployment> {
  const deployment = await startTestDeployment(wished);
  open.push(deployment);
  return deployment;
}

function connect(url: string): ConvexClient {
  const client = new ConvexClient(url, {
    webSocketConstructor: WebSocket as unknown as typeof globalThis.WebSocket,
    logger: false,
  });
  open.push(client);
  return client;
}

const list = makeFunctionReference<"query">("notes:list");
const whoami = makeFunctionReference<"query">("auth:whoami");
const add = makeFunctionReference<"mutation">("notes:add");

describe("the sync protocol, with Convex's own client", () => {
  it("answers queries, runs mutations, and tells every client what they changed", async () => {
    const { url } = await start();
    const [writer, reader] = [connect(url), connect(url)];
    const seen: unknown[] = [];
    const both = new Promise<void>((resolve) =>
      reader.onUpdate(list, {}, (notes) => {
        seen.push(notes);
        if (notes.length === 1) resolve();
      }),
    );
    expect(await writer.query(list, {})).toEqual([]);
    await writer.mutation(add, { text: "milk" });
    expect(await writer.query(list, {})).toEqual(["milk"]);
    await both;
    expect(seen.at(-1)).toEqual(["milk"]);
  });

  it("accepts a token and hands its claims to functions", async () => {
    const { url, issuer, events } = await start();
    const client = connect(url);
    const verdict = new Promise<boolean>((resolve) =>
      client.setAuth(() => issuer.sign({ email: "ada@example.com" }), resolve),
    );
    expect(await verdict).toBe(true);
    expect(await client.query(whoami, {})).toMatchObject({
      subject: "user_01ADA",
      email: "ada@example.com",
    });
    expect(events("verdict")[0]).toMatchObject({ outcome: "ok", subject: { userId: "user_01ADA" } });
  });
});
