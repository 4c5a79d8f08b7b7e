import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TokenIdentity } from "./access-token.ts";
import type { Happening } from "./connection-event.ts";
import { createServerTime } from "./server-time.ts";
import { createTabs, type Tabs, type TabsPlatform } from "./tabs.ts";
import { createTokenKeeper, type TokenKeeper, type TokenStatus } from "./token-keeper.ts";
import { machineTimers } from "./timers.ts";
import type { RefreshOutcome } from "./token-source.ts";

const IDENTITY: TokenIdentity = { user: { id: "user_1" }, sessionId: "session_1", organizationId: null };
const START = Date.UTC(2026, 0, 1);
const LIFETIME = 300;

let serial = 0;

/** A token of the identity, issued now by the (fake) clock. */
function issue(claims: Record<string, unknown> = {}, lifetime = LIFETIME): string {
  const iat = Math.floor(Date.now() / 1000);
  const payload = {
    sub: "user_1",
    sid: "session_1",
    iat,
    exp: iat + lifetime,
    jti: `${++serial}`,
    ...claims,
  };
  return `e30.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.c2ln`;
}

/** A WorkOS that answers as told, and counts. */
function workos(answer: () => RefreshOutcome | Promise<RefreshOutcome>) {
  const server = {
    grants: 0,
    answer,
    current: async (): Promise<string | null> => null,
    refresh: async (): Promise<RefreshOutcome> => {
      server.grants++;
      return await server.answer();
    },
  };
  return server;
}

const healthy = (): RefreshOutcome => ({ kind: "token", token: issue() });
const outage = (): RefreshOutcome => ({ kind: "transient", reason: "503" });

let keepers: TokenKeeper[] = [];

function keep(
  source: ReturnType<typeof workos>,
  {
    tabs = createTabs({}),
    initial,
    identity = IDENTITY,
  }: { tabs?: Tabs; initial?: string; identity?: TokenIdentity } = {},
) {
  const events: Happening[] = [];
  const statuses: TokenStatus[] = [];
  const onToken = vi.fn();
  const timers = { ...machineTimers, random: () => 0.5 };
  const keeper = createTokenKeeper({
    identity,
    key: JSON.stringify(identity),
    source: () => source,
    tabs,
    timers,
    serverTime: createServerTime(timers),
    initial,
    onToken,
    onStatus: (status) => statuses.push(status),
    onEvent: (event) => events.push(event),
  });
  keepers.push(keeper);
  return { keeper, events, onToken, status: () => statuses.at(-1) };
}

const unforced = { forceRefreshToken: false };
const forced = { forceRefreshToken: true };
const elapse = async (seconds: number): Promise<void> =>
  void (await vi.advanceTimersByTimeAsync(seconds * 1000));

/** Whether a promise is settled once everything that can run has run. */
async function pending(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => (settled = true));
  await elapse(0);
  return !settled;
}

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  for (const keeper of keepers) keeper.dispose();
  keepers = [];
  vi.useRealTimers();
});

describe("a page load", () => {
  it("costs no refresh where a token is at hand", async () => {
    const source = workos(healthy);
    const initial = issue();
    const { keeper } = keep(source, { initial });
    expect(await keeper.fetch(unforced)).toBe(initial);
    expect(source.grants).toBe(0);
  });

  it("refreshes once where the token at hand is expired, for all who ask", async () => {
    const source = workos(healthy);
    const expired = issue({}, -1);
    const { keeper } = keep(source, { initial: expired });
    const [first, second] = await Promise.all([keeper.fetch(unforced), keeper.fetch(unforced)]);
    expect(first).toBe(second);
    expect(first).not.toBe(expired);
    expect(source.grants).toBe(1);
  });

  it("asks the SDK for the token it has before it asks WorkOS", async () => {
    const source = workos(healthy);
    const token = issue();
    source.current = async () => token;
    const { keeper } = keep(source);
    expect(await keeper.fetch(unforced)).toBe(token);
    expect(source.grants).toBe(0);
  });

  it("waits through an outage instead of signing out", async () => {
    const source = workos(outage);
    const { keeper } = keep(source);
    const token = keeper.fetch(unforced);
    await elapse(60);
    expect(await pending(token)).toBe(true);
    source.answer = healthy;
    await elapse(60);
    expect(await pending(token)).toBe(false);
    expect(await token).not.toBeNull();
  });

  it("waits when an SDK throws", async () => {
    const source = workos(outage);
    source.current = () => Promise.reject(new Error("boom"));
    const { keeper } = keep(source);
    expect(await pending(keeper.fetch(unforced))).toBe(true);
  });
});

describe("a forced fetch", () => {
  it("gives a new token, never the one Convex has", async () => {
    const source = workos(healthy);
    const { keeper } = keep(source, { initial: issue() });
    const first = await keeper.fetch(unforced);
    const second = await keeper.fetch(forced);
    expect(second).not.toBe(first);
    expect(source.grants).toBe(1);
  });

  it("stays pending through an outage, even while the old token is valid, and then gives the new one", async () => {
    const source = workos(outage);
    const { keeper } = keep(source, { initial: issue() });
    const old = await keeper.fetch(unforced);
    const token = keeper.fetch(forced);
    await elapse(30);
    expect(await pending(token)).toBe(true);
    source.answer = healthy;
    await elapse(60);
    expect(await token).not.toBe(old);
  });

  it("is answered with null when the session is over", async () => {
    const source = workos(() => ({ kind: "ended", reason: "invalid_grant" }));
    const { keeper, status } = keep(source, { initial: issue() });
    await keeper.fetch(unforced);
    expect(await keeper.fetch(forced)).toBeNull();
    expect(status()).toEqual({ kind: "ended", reason: "invalid_grant" });
    expect(await keeper.fetch(unforced)).toBeNull();
  });

  it("leaves unforced ones their token while that is valid", async () => {
    const source = workos(outage);
    const initial = issue();
    const { keeper } = keep(source, { initial });
    await keeper.fetch(unforced);
    void keeper.fetch(forced);
    await elapse(5);
    expect(await keeper.fetch(unforced)).toBe(initial);
  });
});

describe("renewal", () => {
  it("happens before the expiry, by itself, and Convex is told", async () => {
    const source = workos(healthy);
    const { keeper, onToken } = keep(source, { initial: issue() });
    const first = await keeper.fetch(unforced);
    await elapse(LIFETIME - 60);
    expect(source.grants).toBe(1);
    expect(onToken).toHaveBeenCalledOnce();
    expect(await keeper.fetch(unforced)).not.toBe(first);
  });

  it("happens once per lifetime, however long the page is open", async () => {
    const source = workos(healthy);
    const { keeper } = keep(source, { initial: issue() });
    await keeper.fetch(unforced);
    await elapse(3600);
    expect(source.grants).toBe(Math.floor(3600 / (LIFETIME - 75)));
  });

  it("does not loop with tokens that live ten seconds, or less than Convex's leeway", async () => {
    for (const lifetime of [10, 5]) {
      const source = workos(() => ({ kind: "token", token: issue({}, lifetime) }));
      const { keeper } = keep(source);
      await keeper.fetch(unforced);
      await elapse(60);
      // Half of a token's life, less the part of a second that its times are cut by.
      expect(source.grants).toBeLessThanOrEqual(1 + Math.ceil(60 / (lifetime * 0.5 - 1)));
    }
  });

  it("backs off while WorkOS is down, and obeys Retry-After", async () => {
    const source = workos(() => ({ kind: "transient", reason: "429", retryAfter: 20_000 }));
    const { keeper, events } = keep(source);
    void keeper.fetch(unforced);
    await elapse(50);
    expect(source.grants).toBe(3);
    expect(events.filter(({ type }) => type === "refresh-failed")).toHaveLength(3);
  });

  it("catches up after sleep when the page wakes", async () => {
    const source = workos(healthy);
    const { keeper, status } = keep(source, { initial: issue() });
    await keeper.fetch(unforced);
    // Sleep: time passes, timers do not run.
    vi.setSystemTime(START + 3_600_000);
    keeper.wake();
    await elapse(0);
    expect(source.grants).toBe(1);
    expect(status()?.kind).toBe("ready");
  });

  it("tries at once when the page wakes during an outage", async () => {
    const source = workos(outage);
    const { keeper } = keep(source);
    const token = keeper.fetch(unforced);
    await elapse(20);
    const before = source.grants;
    source.answer = healthy;
    keeper.wake();
    await elapse(0);
    expect(source.grants).toBe(before + 1);
    expect(await pending(token)).toBe(false);
  });

  it("leaves WorkOS alone for as long as it asked for, whatever wakes the page, and then tries at once", async () => {
    const source = workos(() => ({ kind: "transient", reason: "429", retryAfter: 10_000 }));
    const { keeper } = keep(source);
    void keeper.fetch(unforced);
    // The third failure: it would wait 4 s by itself, and 10 s for WorkOS.
    await elapse(21);
    expect(source.grants).toBe(3);
    for (let seconds = 0; seconds < 8; seconds++) {
      keeper.wake();
      await elapse(1);
    }
    expect(source.grants).toBe(3);
    await elapse(1);
    expect(source.grants).toBe(4);
  });

  it("tries at once when the page wakes after the time WorkOS asked for, though its own wait is longer", async () => {
    const source = workos(() => ({ kind: "transient", reason: "429", retryAfter: 2_000 }));
    const { keeper } = keep(source);
    void keeper.fetch(unforced);
    // Waits of 2, 2, 4, 8 and 16 s.
    await elapse(17);
    expect(source.grants).toBe(5);
    keeper.wake();
    await elapse(0);
    expect(source.grants).toBe(5);
    await elapse(2);
    keeper.wake();
    await elapse(0);
    expect(source.grants).toBe(6);
  });

  it("does not let a refused token cut short what WorkOS asked for, but a person who asks by hand", async () => {
    const source = workos(() => ({ kind: "transient", reason: "429", retryAfter: 30_000 }));
    const { keeper } = keep(source, { initial: issue() });
    await keeper.fetch(unforced);
    void keeper.fetch(forced);
    await elapse(1);
    void keeper.fetch(forced);
    await elapse(1);
    expect(source.grants).toBe(1);
    keeper.retry();
    await elapse(0);
    expect(source.grants).toBe(2);
  });

  it("begins anew after the session was over, when asked to", async () => {
    const source = workos(() => ({ kind: "ended", reason: "invalid_grant" }));
    const { keeper } = keep(source);
    expect(await keeper.fetch(unforced)).toBeNull();
    source.answer = healthy;
    keeper.retry();
    await elapse(0);
    expect(await keeper.fetch(unforced)).not.toBeNull();
  });
});

describe("an SDK or a network that misbehaves", () => {
  it("is asked again with patience where it gives the same token again", async () => {
    const stuck = issue();
    const source = workos(() => ({ kind: "token", token: stuck }));
    const { keeper } = keep(source, { initial: stuck });
    await keeper.fetch(unforced);
    const next = keeper.fetch(forced);
    await elapse(30);
    expect(await pending(next)).toBe(true);
    expect(source.grants).toBeLessThan(7);
  });

  it("is given up on where it throws instead of telling, and asked again", async () => {
    const source = workos(() => Promise.reject(new Error("boom")));
    const { keeper, status } = keep(source);
    const token = keeper.fetch(unforced);
    await elapse(1);
    expect(status()).toMatchObject({ kind: "retrying", reason: "Error: boom" });
    source.answer = healthy;
    await elapse(60);
    expect(await token).not.toBeNull();
  });

  it("holds nobody up where it never answers, and its late answer counts", async () => {
    let answerLate: ((outcome: RefreshOutcome) => void) | undefined;
    const source = workos(() => new Promise((resolve) => (answerLate = resolve)));
    const { keeper, status } = keep(source);
    const token = keeper.fetch(unforced);
    await elapse(30);
    expect(status()).toMatchObject({ kind: "retrying", reason: "No answer within 30 s." });
    answerLate?.(healthy());
    expect(await pending(token)).toBe(false);
    expect(await token).not.toBeNull();
    expect(status()?.kind).toBe("ready");
    expect(source.grants).toBe(1);
  });

  it("may begin to issue tokens that live shorter", async () => {
    const source = workos(() => ({ kind: "token", token: issue({}, 60) }));
    const { keeper } = keep(source, { initial: issue({}, 3600) });
    const long = await keeper.fetch(unforced);
    await elapse(1);
    expect(await keeper.fetch(forced)).not.toBe(long);
    expect(source.grants).toBe(1);
  });
});

describe("a keeper that is no longer needed", () => {
  it("answers those who wait, and asks WorkOS nothing more", async () => {
    const source = workos(outage);
    const { keeper } = keep(source);
    const token = keeper.get();
    await elapse(5);
    const before = source.grants;
    keeper.dispose();
    expect(await token).toBeNull();
    await elapse(3600);
    expect(source.grants).toBe(before);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a machine whose clock is wrong", () => {
  it("is not assumed where a server hands out a token that it had already", async () => {
    const source = workos(healthy);
    const held = issue();
    await elapse(200);
    source.answer = () => ({ kind: "token", token: held, asOf: Date.now() });
    const { keeper } = keep(source);
    expect(await keeper.fetch(unforced)).toBe(held);
    source.answer = healthy;
    await elapse(30);
    expect(source.grants).toBe(2);
  });

  it.each([
    ["ten minutes ahead", 600],
    ["ten minutes behind", -600],
  ])("%s: refreshes as often as with a right one", async (_, skew) => {
    const source = workos(() => {
      const iat = Math.floor(Date.now() / 1000) - skew;
      return { kind: "token", token: issue({ iat, exp: iat + LIFETIME }) };
    });
    const { keeper } = keep(source);
    expect(await keeper.fetch(unforced)).not.toBeNull();
    await elapse(3600);
    expect(source.grants).toBe(1 + Math.floor(3600 / (LIFETIME - 75)));
  });
});

describe("several tabs", () => {
  it("renew once per lifetime together", async () => {
    const platform = browser();
    const source = workos(healthy);
    const tabs = Array.from({ length: 5 }, () =>
      keep(source, { tabs: createTabs(platform), initial: issue() }),
    );
    await Promise.all(tabs.map(async ({ keeper }) => await keeper.fetch(unforced)));
    await elapse(LIFETIME);
    expect(source.grants).toBe(1);
    const held = await Promise.all(tabs.map(async ({ keeper }) => await keeper.fetch(unforced)));
    expect(new Set(held).size).toBe(1);
    for (const { onToken } of tabs) expect(onToken).toHaveBeenCalledOnce();
  });

  it("renew once even if no message arrives before the next tab's turn", async () => {
    const platform = browser({ deliverAfterMs: 100 });
    const source = workos(healthy);
    const tabs = Array.from({ length: 3 }, () =>
      keep(source, { tabs: createTabs(platform), initial: issue() }),
    );
    await Promise.all(tabs.map(async ({ keeper }) => await keeper.fetch(unforced)));
    await elapse(LIFETIME);
    expect(source.grants).toBe(1);
  });

  it("never hand a token to another organization or session", async () => {
    const platform = browser();
    const inOrganization = { ...IDENTITY, organizationId: "org_1" };
    const source = workos(healthy);
    const other = workos(() => ({ kind: "token", token: issue({ org_id: "org_1" }) }));
    const personal = keep(source, { tabs: createTabs(platform) });
    const organization = keep(other, { tabs: createTabs(platform), identity: inOrganization });
    const [first, second] = await Promise.all([
      personal.keeper.fetch(unforced),
      organization.keeper.fetch(unforced),
    ]);
    expect([source.grants, other.grants]).toEqual([1, 1]);
    expect(first).not.toBe(second);
    expect(personal.keeper.held()?.organizationId).toBeNull();
  });

  it("take no token over that an SDK gives for another organization", async () => {
    const source = workos(() => ({ kind: "token", token: issue({ org_id: "org_other" }) }));
    const { keeper } = keep(source);
    expect(await pending(keeper.fetch(unforced))).toBe(true);
    expect(keeper.held()).toBeNull();
  });
});

describe("a session that was over", () => {
  it("goes on where another tab has signed in again", async () => {
    const platform = browser();
    const source = workos(() => ({ kind: "ended", reason: "invalid_grant" }));
    const ended = keep(source, { tabs: createTabs(platform) });
    expect(await ended.keeper.fetch(unforced)).toBeNull();
    const other = keep(workos(healthy), { tabs: createTabs(platform) });
    const fetched = other.keeper.fetch(unforced);
    await elapse(1);
    const token = await fetched;
    expect(ended.onToken).toHaveBeenCalledExactlyOnceWith(true);
    expect(await ended.keeper.fetch(unforced)).toBe(token);
  });
});

describe("a browser that denies Web Locks to a document", () => {
  it("still refreshes", async () => {
    const denied = async (): Promise<never> => await Promise.reject(new DOMException("", "SecurityError"));
    const platform = { ...browser(), navigator: { locks: { request: denied, query: denied } } };
    const source = workos(healthy);
    const { keeper } = keep(source, { tabs: createTabs(platform) });
    expect(await keeper.fetch(unforced)).not.toBeNull();
    expect(source.grants).toBe(1);
  });
});

/** Web Locks and broadcast channels of one browser, as far as the tabs use them. */
function browser({ deliverAfterMs = 0 } = {}): TabsPlatform {
  const listeners = new Set<{ owner: object; listener: (event: MessageEvent) => void }>();
  const queues = new Map<string, Promise<unknown>>();
  const shared: string[] = [];
  return {
    navigator: {
      locks: {
        async request(name: string, optionsOrCallback: unknown, callback?: unknown): Promise<unknown> {
          const run = (callback ?? optionsOrCallback) as (lock: null) => Promise<unknown>;
          if (callback !== undefined) {
            shared.push(name);
            await run(null);
            return shared.splice(shared.indexOf(name), 1);
          }
          const turn = (queues.get(name) ?? Promise.resolve()).then(() => run(null));
          queues.set(
            name,
            turn.catch(() => {}),
          );
          return await turn;
        },
        query: async () => ({ held: shared.map((name) => ({ name })), pending: [] }),
      } as unknown as LockManager,
    },
    BroadcastChannel: class {
      postMessage(data: unknown) {
        for (const { owner, listener } of listeners)
          if (owner !== this)
            setTimeout(() => listener({ data: structuredClone(data) } as MessageEvent), deliverAfterMs);
      }
      addEventListener(_: string, listener: EventListenerOrEventListenerObject) {
        listeners.add({ owner: this, listener: listener as (event: MessageEvent) => void });
      }
      close() {
        for (const entry of listeners) if (entry.owner === this) listeners.delete(entry);
      }
    },
  };
}
