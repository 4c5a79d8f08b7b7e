import { makeFunctionReference } from "convex/server";
import { afterEach, describe, expect, it } from "vitest";
import { createClock } from "../../clock/clock.ts";
import { connectTestClient, type FetchToken, type TestClient } from "../test-client.ts";
import { startTestDeployment, type TestDeployment } from "../test-deployment.ts";

// What the client of convex 1.48 was measured to do against a Convex deployment's protocol. Here it does the same.

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

const whoami = makeFunctionReference<"query">("auth:whoami");
const add = makeFunctionReference<"mutation">("notes:add");

/** Authenticate messages that carry a token. */
const handedOver = (deployment: TestDeployment): number =>
  deployment.events("authenticate").filter(({ detail }) => detail?.["tokenType"] === "user").length;
const connections = (deployment: TestDeployment): number => deployment.events("connect").length;
const errors = (client: TestClient): string[] =>
  client.logged.filter(({ level }) => level === "error").map(({ text }) => text);
const inState = (client: TestClient, state: string): boolean => client.states.at(-1) === state;

/** A client that gets a new token when it forces one, and is done with signing in. */
async function signedIn(deployment: TestDeployment, fetchToken?: FetchToken): Promise<TestClient> {
  const client = connect(deployment);
  client.setAuth(fetchToken ?? (() => deployment.issuer.sign()));
  await client.until(() => inState(client, "waitingForScheduledRefetch") || inState(client, "notRefetching"));
  return client;
}

/** Another client signs in and reads, as often as asked: time enough for whatever else was under way. */
async function meanwhile(deployment: TestDeployment, rounds = 3): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const other = connectTestClient(deployment.url);
    await other.client.query(whoami, {});
    await other.close();
  }
}

describe("a client that signs in", () => {
  it("fetches twice and hands over both tokens where forcing gives a new one", async () => {
    const deployment = await start();
    const client = await signedIn(deployment);
    expect(client.fetches).toEqual([false, true]);
    expect(handedOver(deployment)).toBe(2);
    expect(client.authenticated).toEqual([true]);
  });

  it("hands over one token and plans no refresh where forcing is ignored", async () => {
    const deployment = await start();
    const token = await deployment.issuer.sign();
    const client = await signedIn(deployment, async () => token);
    expect(client.fetches).toEqual([false, true]);
    expect(handedOver(deployment)).toBe(1);
    expect(client.authenticated).toEqual([true]);
    expect(client.states.at(-1)).toBe("notRefetching");
  });

  it("fetches once with initialAuthTokenReuse, and plans by the deployment's clock", async () => {
    const deployment = await start();
    const token = await deployment.issuer.sign();
    await deployment.clock.advance("4m");
    const client = connect(deployment, { initialAuthTokenReuse: true });
    client.setAuth(async () => token);
    await client.until(() => inState(client, "waitingForScheduledRefetch"));
    await meanwhile(deployment);
    expect(client.fetches).toEqual([false]);
    expect(handedOver(deployment)).toBe(1);
    expect(client.authenticated).toEqual([true]);
    const planned = client.verbose.flatMap(
      (line) => /scheduled preemptive auth token refetching in (\S+)ms/.exec(line)?.[1] ?? [],
    );
    // Of 300 s, 240 have passed for the deployment though not for the client; 10 are kept in hand. What the client sends as its
    // time is ahead by as long as its process ran before it first looked.
    expect(Number(planned[0])).toBeGreaterThan(20_000);
    expect(Number(planned[0])).toBeLessThanOrEqual(50_000 + performance.now());
  });

  it("gives up with an error on the console where each new token is refused", async () => {
    const deployment = await start({ authConfig: { providers: [] } });
    const client = connect(deployment);
    client.setAuth(() => deployment.issuer.sign());
    await client.until(() => client.authenticated.length > 0 && errors(client).length > 0);
    await meanwhile(deployment);
    expect(client.fetches).toEqual([false, true, true, true]);
    expect(handedOver(deployment)).toBe(4);
    expect(client.authenticated).toEqual([false]);
    expect(errors(client)).toEqual([
      'Failed to authenticate: "No auth provider found matching the given token (no providers configured). Check convex/auth.config.ts.", check your server auth config',
    ]);
  });

  it("connects five times in all before it gives up", async () => {
    const deployment = await start({ authConfig: { providers: [] } });
    const client = connect(deployment);
    client.setAuth(() => deployment.issuer.sign());
    await client.until(() => client.authenticated.length > 0);
    // The last connection carries no token; a query shows that it is there.
    expect(await client.client.query(whoami, {})).toBeNull();
    expect(connections(deployment)).toBe(5);
  });

  it("gives up without a word where the refused token stays the same", async () => {
    const deployment = await start({ authConfig: { providers: [] } });
    const token = await deployment.issuer.sign();
    const client = connect(deployment);
    client.setAuth(async () => token);
    await client.until(() => client.authenticated.length > 0);
    expect(await client.client.query(whoami, {})).toBeNull();
    expect(client.fetches).toEqual([false, true]);
    expect(handedOver(deployment)).toBe(1);
    expect(client.authenticated).toEqual([false]);
    expect(client.logged.filter(({ level }) => level !== "log")).toEqual([]);
  });

  it("asks twice and hands over nothing where there is no token", async () => {
    const deployment = await start();
    const client = connect(deployment);
    client.setAuth(async () => null);
    await client.until(() => client.authenticated.length > 0);
    expect(await client.client.query(whoami, {})).toBeNull();
    expect(client.fetches).toEqual([false, true]);
    expect(handedOver(deployment)).toBe(0);
    expect(client.authenticated).toEqual([false]);
  });

  it("pauses for good where the first fetch throws", async () => {
    const deployment = await start();
    const client = connect(deployment);
    const rejection = nextRejection();
    client.setAuth(async () => {
      throw new Error("429 Too Many Requests");
    });
    expect(String(await rejection)).toContain("429");
    client.client.onUpdate(whoami, {}, () => {});
    await meanwhile(deployment, 5);
    expect(client.fetches).toEqual([false]);
    expect(client.authenticated).toEqual([]);
    expect(handedOver(deployment)).toBe(0);
    // Five by the other clients, none by this one.
    expect(connections(deployment)).toBe(5);
  });

  it("sends nothing with expectAuth where setAuth is never called", async () => {
    const deployment = await start();
    const client = connect(deployment, { expectAuth: true });
    client.client.onUpdate(whoami, {}, () => {});
    await meanwhile(deployment, 5);
    expect(client.fetches).toEqual([]);
    expect(handedOver(deployment)).toBe(0);
    expect(connections(deployment)).toBe(5);
  });
});

describe("a client whose token has expired on the socket", () => {
  it("fetches a new one, hands it over, and stays signed in", async () => {
    const deployment = await start();
    const client = await signedIn(deployment);
    await deployment.clock.advance("6m");
    expect(await client.client.mutation(add, { text: "milk" })).toBe("user_01ADA");
    expect(client.fetches).toEqual([false, true, true]);
    expect(handedOver(deployment)).toBe(3);
    expect(client.authenticated).toEqual([true]);
    expect(client.refreshing).toEqual([true, false]);
    expect(deployment.events("token-expired")).toHaveLength(1);
    expect(deployment.events("token-expired")[0]?.detail).toMatchObject({
      error: "Convex token identity expired",
      authUpdateAttempted: false,
    });
    expect(deployment.functions.notes).toEqual(["milk"]);
  });

  it("is signed out for good where it gets the same one again", async () => {
    const deployment = await start();
    const token = await deployment.issuer.sign();
    const client = await signedIn(deployment, async () => token);
    await deployment.clock.advance("6m");
    expect(await client.client.mutation(add, { text: "milk" })).toBeNull();
    expect(client.fetches).toEqual([false, true, true]);
    expect(handedOver(deployment)).toBe(1);
    expect(client.authenticated).toEqual([true, false]);
    expect(client.states.at(-1)).toBe("noAuth");
  });

  it("stops for good where the fetch throws", async () => {
    const deployment = await start();
    let reachable = true;
    const client = await signedIn(deployment, async () => {
      if (!reachable) throw new Error("WorkOS cannot be reached");
      return deployment.issuer.sign();
    });
    reachable = false;
    await deployment.clock.advance("6m");
    const rejection = nextRejection();
    void client.client.mutation(add, { text: "milk" });
    expect(String(await rejection)).toContain("WorkOS cannot be reached");
    const before = connections(deployment);
    await meanwhile(deployment, 5);
    expect(client.fetches).toEqual([false, true, true]);
    expect(handedOver(deployment)).toBe(2);
    expect(client.refreshing).toEqual([true]);
    expect(client.authenticated).toEqual([true]);
    expect(connections(deployment) - before).toBe(5);
    expect(deployment.functions.notes).toEqual([]);
  });
});

describe("a client that cannot plan its refresh", () => {
  it("says so where the token has no iat", async () => {
    const deployment = await start();
    const client = connect(deployment);
    client.setAuth(() => deployment.issuer.sign({ iat: undefined }));
    await client.until(() => errors(client).length > 0);
    expect(errors(client)).toEqual(["Auth token does not have required fields, cannot refetch the token"]);
    expect(client.fetches).toEqual([false, true]);
    expect(handedOver(deployment)).toBe(2);
    expect(client.states.at(-1)).toBe("waitingForServerConfirmationOfFreshToken");
  });

  it("says so where the token lives 2 seconds", async () => {
    const deployment = await start({ clock: standing() });
    const client = connect(deployment);
    client.setAuth(() => deployment.issuer.sign({ exp: seconds(deployment) + 2 }));
    await client.until(() => errors(client).length > 0);
    expect(errors(client)).toEqual(["Auth token does not live long enough, cannot refetch the token"]);
    expect(client.fetches).toEqual([false, true]);
    expect(handedOver(deployment)).toBe(2);
  });

  it("refreshes without end where the token lives no longer than the leeway", async () => {
    const deployment = await start({ clock: standing() });
    const client = connect(deployment);
    client.setAuth(() => deployment.issuer.sign({ exp: seconds(deployment) + 10 }));
    await client.until(() => client.fetches.length > 100);
    expect(handedOver(deployment)).toBeGreaterThan(90);
    expect(client.logged.some(({ text }) => text.includes("Refetching auth token immediately"))).toBe(true);
  });
});

/** A clock that moves only when it is advanced, so that tokens of some seconds do not expire under a slow test. */
function standing() {
  const now = Date.now();
  return createClock(() => now);
}

function seconds({ clock }: TestDeployment): number {
  return Math.floor(clock.now() / 1000);
}

/** The next promise that is rejected without anyone listening: the client leaves such ones behind. */
function nextRejection(): Promise<unknown> {
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  return new Promise((resolve) => {
    process.once("unhandledRejection", (reason) => {
      for (const other of others) process.on("unhandledRejection", other);
      resolve(reason);
    });
  });
}
