import { ConvexError } from "convex/values";
import { makeFunctionReference } from "convex/server";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { fault } from "../../faults/fault.ts";
import type { PlantedAnswer } from "../../faults/junctions.ts";
import { connectTestClient, type TestClient } from "../test-client.ts";
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

function connect({ url }: TestDeployment, options?: Parameters<typeof connectTestClient>[1]): TestClient {
  const client = connectTestClient(url, options);
  open.push(client);
  return client;
}

/** The values a subscription gives, in order, and the wait for one of them. */
function subscribe({ client }: TestClient, path: string, args: Record<string, string> = {}) {
  const values: unknown[] = [];
  const waiting = new Set<() => void>();
  const take = (value: unknown): void => {
    values.push(value);
    for (const look of waiting) look();
  };
  const unsubscribe = client.onUpdate(makeFunctionReference<"query">(path), args, take, take);
  const until = (condition: (last: unknown) => boolean) =>
    new Promise<void>((resolve) => {
      const look = (): void => {
        if (values.length > 0 && condition(values.at(-1))) resolve();
      };
      waiting.add(look);
      look();
    });
  return { values, unsubscribe, until };
}

const list = makeFunctionReference<"query">("notes:list");
const whoami = makeFunctionReference<"query">("auth:whoami");
const required = makeFunctionReference<"query">("auth:required");
const forbidden = makeFunctionReference<"query">("auth:forbidden");
const add = makeFunctionReference<"mutation">("notes:add");
const refuse = makeFunctionReference<"mutation">("notes:refuse");
const shout = makeFunctionReference<"action">("notes:shout");
const breaking = makeFunctionReference<"action">("notes:break");

describe("functions over the socket", () => {
  it("give their values, and their errors with a request id", async () => {
    const { client } = connect(await start());
    expect(await client.query(list, {})).toEqual([]);
    expect(await client.action(shout, { text: "hi" })).toBe("HI");
    await expect(client.query(required, {})).rejects.toThrow(/Server Error\nUncaught Error: Not signed in/);
    await expect(client.mutation(refuse, {})).rejects.toThrow(/No room left/);
    await expect(client.action(breaking, {})).rejects.toThrow(/Broken/);
    const thrown: unknown = await client.query(forbidden, {}).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ConvexError);
    expect(thrown).toMatchObject({ data: { reason: "not yours" } });
  });

  it("tell no more than the request id on a production deployment", async () => {
    const { client } = connect(await start({ redactMessages: true }));
    const plain = /\[Request ID: [0-9a-f]{16}\] Server Error$/m;
    const errors = await Promise.all(
      [client.query(required, {}), client.mutation(refuse, {}), client.action(breaking, {})].map((run) =>
        run.then(String, String),
      ),
    );
    for (const error of errors) {
      expect(error).toMatch(plain);
      expect(error).not.toMatch(/Uncaught/);
    }
  });

  it("show their log lines to the client", async () => {
    const client = connect(await start());
    await client.client.mutation(add, { text: "milk" });
    expect(client.logged.map(({ text }) => text)).toContainEqual(expect.stringContaining("notes:add"));
  });
});

describe("subscriptions", () => {
  it("follow the writes of all clients, and of this one before its mutation is answered", async () => {
    const deployment = await start();
    const [writer, reader] = [connect(deployment), connect(deployment)];
    const seen = subscribe(reader, "notes:list");
    const own = subscribe(writer, "notes:list");
    await own.until((notes) => Array.isArray(notes) && notes.length === 0);
    await writer.client.mutation(add, { text: "milk" });
    expect(own.values.at(-1)).toEqual(["milk"]);
    await seen.until((notes) => Array.isArray(notes) && notes.length === 1);
  });

  it("are told only what has changed", async () => {
    const deployment = await start();
    const client = connect(deployment);
    const subject = subscribe(client, "auth:whoami");
    const failing = subscribe(client, "auth:required");
    const notes = subscribe(client, "notes:list");
    await notes.until(Array.isArray);
    for (const text of ["a", "b", "c"]) await client.client.mutation(add, { text });
    expect(notes.values).toEqual([[], ["a"], ["a", "b"], ["a", "b", "c"]]);
    expect(subject.values).toEqual([null]);
    expect(failing.values).toHaveLength(1);
  });

  it("run again when somebody else signs in on the connection, and when they sign out", async () => {
    const deployment = await start();
    const client = connect(deployment);
    const subject = subscribe(client, "auth:whoami");
    await subject.until((value) => value === null);
    client.setAuth(() => deployment.issuer.sign({ sub: "user_01BOB" }));
    await subject.until((value) => JSON.stringify(value).includes("user_01BOB"));
    client.client.client.clearAuth();
    await subject.until((value) => value === null);
    const other = connect(deployment);
    expect(await other.client.query(whoami, {})).toBeNull();
  });

  it("end when the client lets go of them", async () => {
    const deployment = await start();
    const client = connect(deployment);
    const notes = subscribe(client, "notes:list");
    await notes.until(Array.isArray);
    notes.unsubscribe();
    await client.client.query(whoami, {});
    const runs = deployment.functions.runs.get("notes:list");
    await client.client.mutation(add, { text: "milk" });
    await client.client.query(makeFunctionReference<"query">("notes:count"), {});
    expect(deployment.functions.runs.get("notes:list")).toBe(runs);
  });

  it("see every write although many come at once, without a run for each", async () => {
    const deployment = await start();
    const [writer, reader] = [connect(deployment), connect(deployment)];
    const notes = subscribe(reader, "notes:list");
    await notes.until(Array.isArray);
    await Promise.all(
      Array.from({ length: 200 }, (_, index) => writer.client.mutation(add, { text: String(index) })),
    );
    await notes.until((value) => Array.isArray(value) && value.length === 200);
    expect(deployment.functions.notes).toEqual(Array.from({ length: 200 }, (_, index) => String(index)));
  });
});

describe("a connection that is lost", () => {
  /** Sockets of the client, so that a test can cut one. */
  function cuttable() {
    const sockets: WebSocket[] = [];
    class Cuttable extends WebSocket {
      constructor(address: string) {
        super(address);
        sockets.push(this);
      }
    }
    return { sockets, webSocketConstructor: Cuttable as unknown as typeof globalThis.WebSocket };
  }

  it("is taken up again with its token, its queries, and each mutation once", async () => {
    const deployment = await start();
    const { sockets, webSocketConstructor } = cuttable();
    const client = connect(deployment, { webSocketConstructor });
    client.setAuth(() => deployment.issuer.sign());
    const subject = subscribe(client, "auth:whoami");
    await subject.until((value) => value !== null);
    await client.until(() => client.states.at(-1) === "waitingForScheduledRefetch");

    deployment.functions.hold();
    const written = client.client.mutation(add, { text: "milk" });
    await new Promise<void>((resolve) => deployment.functions.onRun(resolve));
    sockets.at(-1)?.terminate();
    deployment.functions.release();
    expect(await written).toBe("user_01ADA");
    expect(deployment.functions.notes).toEqual(["milk"]);
    expect(deployment.functions.runs.get("notes:add")).toBe(1);
    expect(deployment.events("connect")).toHaveLength(2);
    expect(subject.values.every((value) => value !== undefined)).toBe(true);
  });

  it("fails the actions that were under way", async () => {
    const deployment = await start();
    const { sockets, webSocketConstructor } = cuttable();
    const client = connect(deployment, { webSocketConstructor });
    await client.client.query(whoami, {});
    deployment.functions.hold();
    const action = client.client.action(shout, { text: "hi" }).catch(String);
    await new Promise<void>((resolve) => deployment.functions.onRun(resolve));
    sockets.at(-1)?.terminate();
    expect(await action).toContain("Connection lost while action was in flight");
    deployment.functions.release();
  });
});

describe("a reset", () => {
  it("empties what was written and lets identities expire; who has none stays connected", async () => {
    const deployment = await start();
    const [signedIn, anonymous] = [connect(deployment), connect(deployment)];
    let session = true;
    signedIn.setAuth(async () => (session ? deployment.issuer.sign() : null));
    await signedIn.until(() => signedIn.states.at(-1) === "waitingForScheduledRefetch");
    const notes = subscribe(anonymous, "notes:list");
    await signedIn.client.mutation(add, { text: "milk" });
    await notes.until((value) => Array.isArray(value) && value.length === 1);

    session = false;
    await deployment.convex.reset();
    await notes.until((value) => Array.isArray(value) && value.length === 0);
    await signedIn.until(() => signedIn.authenticated.at(-1) === false);
    expect(await signedIn.client.query(whoami, {})).toBeNull();
    expect(deployment.events("socket-close").map(({ subject }) => subject?.connectionId)).not.toContain(
      "connection 2",
    );
  });
});

describe("faults on the socket", () => {
  const answering = (id: string, answer: PlantedAnswer) =>
    fault({
      id,
      side: "convex",
      title: "",
      about: "",
      provokes: [],
      parameters: {},
      at: { answer: () => answer },
    });

  it.each([
    ["an answer in its place", { status: 503, body: { code: "Down" } }, "Unexpected server response: 503"],
    ["a cut connection", { reset: true as const }, "socket hang up"],
  ])("keep clients out with %s", async (_what, planted, message) => {
    const deployment = await start({ faults: [answering("down", planted)] });
    deployment.faults.set("down");
    const socket = new WebSocket(`${deployment.url.replace("http", "ws")}/api/sync`);
    expect(await new Promise((resolve) => socket.on("error", (error) => resolve(error.message)))).toBe(
      message,
    );
    deployment.faults.clear();
    expect(await connect(deployment).client.query(whoami, {})).toBeNull();
  });
});
