import { beforeEach, describe, expect, it } from "vitest";
import { type Clock, createClock } from "../clock/clock.ts";
import { currentExchange, type OpenExchange } from "../timeline/current-exchange.ts";
import { NO_BODY } from "../timeline/wire-exchange.ts";
import { fault } from "./fault.ts";
import { type Asked, createFaults, type Faults } from "./switchboard.ts";

const shorter = fault({
  id: "shorter",
  side: "authkit",
  title: "Tokens live shorter.",
  about: "",
  provokes: [],
  parameters: {
    seconds: { default: 8, about: "Seconds for which a token lives." },
    strict: { default: false, about: "Whether it is so." },
    reason: { default: "none", about: "Why." },
  },
  at: { tokenLifetime: (_own, { parameters }) => parameters.seconds },
});
const halved = fault({
  id: "halved",
  side: "authkit",
  title: "Tokens live half as long.",
  about: "",
  provokes: [],
  parameters: {},
  at: { tokenLifetime: (own) => own / 2 },
});
const idle = fault({
  id: "idle",
  side: "authkit",
  title: "Leaves things as they are.",
  about: "",
  provokes: [],
  parameters: {},
  at: { tokenLifetime: (own) => own },
});

let clock: Clock;
let faults: Faults;
beforeEach(() => {
  clock = createClock(() => 1_000_000);
  faults = createFaults([shorter, halved, idle], clock);
});

/** An HTTP exchange that is going on. */
const exchanged = (): OpenExchange => ({
  told: false,
  wire: {
    side: "authkit",
    method: "GET",
    url: "http://localhost/",
    requestHeaders: [],
    requestBody: NO_BODY,
    status: 0,
    responseHeaders: {},
    responseBody: NO_BODY,
    startedAt: 0,
    durationMs: null,
  },
});

const lifetime = (asked: Partial<Asked> = {}): number =>
  faults.decide("tokenLifetime", 300, { endpoint: null, subject: {}, ...asked }).value;

describe("a fault", () => {
  it("changes nothing until it is switched on, and nothing once it is off", () => {
    expect(lifetime()).toBe(300);
    faults.set("shorter");
    expect(lifetime()).toBe(8);
    faults.clear("shorter");
    expect(lifetime()).toBe(300);
  });

  it("is named by what it changed, not where it left things as they were", () => {
    faults.set("idle");
    faults.set("halved");
    const { by } = faults.decide("tokenLifetime", 300, { endpoint: null, subject: {} });
    expect(by).toEqual(["halved"]);
    expect(faults.active().map(({ id, hits }) => [id, hits])).toEqual([
      ["idle", 0],
      ["halved", 1],
    ]);
  });

  it("works together with others, in the order in which they were switched on", () => {
    faults.set({ id: "shorter", parameters: { seconds: 100 } });
    faults.set("halved");
    expect(lifetime()).toBe(50);
  });

  it("starts anew when it is switched on again", () => {
    faults.set({ id: "shorter", times: 1 });
    lifetime();
    expect(faults.active()).toEqual([]);
    faults.set({ id: "shorter", times: 1 });
    expect(faults.active()).toMatchObject([{ id: "shorter", times: 1, hits: 0 }]);
    expect(lifetime()).toBe(8);
  });

  it("tells listeners when it is switched", () => {
    let calls = 0;
    const end = faults.onChange(() => calls++);
    faults.set("shorter");
    faults.clear();
    end();
    faults.set("shorter");
    expect(calls).toBe(2);
  });
});

describe("how often", () => {
  it("counts requests", () => {
    faults.set({ id: "shorter", times: 2 });
    expect([lifetime(), lifetime(), lifetime()]).toEqual([8, 8, 300]);
  });

  it("counts a request with its retries once, and outlives the retries of the last one", () => {
    faults.set({ id: "shorter", times: 2 });
    const seen: number[] = [];
    for (const attempt of ["a", "a", "a", "a", "b", "b", "c", "b", "a"]) seen.push(lifetime({ attempt }));
    expect(seen).toEqual([8, 8, 8, 8, 8, 8, 300, 8, 8]);
  });

  it("counts a request once that it changes at several junctions, and each request by itself", () => {
    faults.set({ id: "shorter", times: 2 });
    const seen: number[][] = [];
    for (const exchange of [exchanged(), exchanged(), exchanged()])
      seen.push(currentExchange.run(exchange, () => [lifetime(), lifetime()]));
    expect(seen).toEqual([
      [8, 8],
      [8, 8],
      [300, 300],
    ]);
  });

  it("does not count who only looks", () => {
    faults.set({ id: "shorter", times: 1 });
    const look = () => faults.foresee("tokenLifetime", 300, { endpoint: null, subject: {} });
    expect([look(), look()]).toEqual([8, 8]);
    expect(lifetime()).toBe(8);
    expect(look()).toBe(300);
  });

  it("forgets attempts that lie long back, and keeps no more than it must", () => {
    faults.set({ id: "shorter", times: 1_001 });
    for (let attempt = 0; attempt < 1_001; attempt++) lifetime({ attempt: `${attempt}` });
    expect(lifetime({ attempt: "0" })).toBe(300);
    expect(lifetime({ attempt: "1" })).toBe(8);
  });
});

describe("for how long", () => {
  it("goes by the emulator's clock", async () => {
    faults.set({ id: "shorter", for: "60s" });
    await clock.advance("59s");
    expect(lifetime()).toBe(8);
    await clock.advance("1s");
    expect(lifetime()).toBe(300);
    expect(faults.active()).toEqual([]);
  });
});

describe("for whom", () => {
  it.each([
    [{ email: "ada@example.com" }, 8],
    [{ email: "Ada@Example.com" }, 8],
    [{ email: "bob@example.com" }, 300],
    [{}, 300],
  ])("by e-mail address: %o", (subject, expected) => {
    faults.set({ id: "shorter", user: "ada@example.com" });
    expect(lifetime({ subject })).toBe(expected);
  });

  it("by user id, or by session", () => {
    faults.set({ id: "shorter", user: "user_1" });
    expect(lifetime({ subject: { userId: "user_1" } })).toBe(8);
    faults.set({ id: "shorter", session: "session_1" });
    expect(lifetime({ subject: { sessionId: "session_1" } })).toBe(8);
    expect(lifetime({ subject: { sessionId: "session_2" } })).toBe(300);
  });
});

describe("as a text", () => {
  it("takes reach and parameters behind a question mark", () => {
    faults.set("shorter?times=1&user=ada@example.com&seconds=20&strict=true&reason=a%26b");
    expect(faults.active()).toMatchObject([
      {
        id: "shorter",
        times: 1,
        user: "ada@example.com",
        parameters: { seconds: 20, strict: true, reason: "a&b" },
      },
    ]);
  });
});

describe("what cannot be switched on", () => {
  it.each([
    ["nothing", 'There is no fault "nothing". Known ones: shorter, halved, idle.'],
    [
      "shorter?hours=1",
      'The fault "shorter" has no parameter "hours". It understands: times, for, user, session, seconds, strict, reason.',
    ],
    ["shorter?seconds=long", '"seconds" must be a number, not "long".'],
    ["shorter?strict=yes", '"strict" must be true or false, not "yes".'],
    ["shorter?times=0", '"times" of the fault "shorter" must be a whole number from 1 on, not 0.'],
    [
      "shorter?for=long",
      '"long" is no duration. Write a number and a unit, such as 500ms, 30s, 6m, 1h30m or 2d.',
    ],
    ["shorter?user=", '"user" of the fault "shorter" must be a text that is not empty.'],
    [
      "shorter?toString=1",
      'The fault "shorter" has no parameter "toString". It understands: times, for, user, session, seconds, strict, reason.',
    ],
  ])("%s", (setting, sentence) => {
    expect(() => faults.set(setting)).toThrow(new RangeError(sentence));
    expect(faults.active()).toEqual([]);
  });

  it("names the type a parameter must have", () => {
    expect(() => faults.set({ id: "shorter", parameters: { seconds: "8" } })).toThrow(
      'The parameter "seconds" of the fault "shorter" must be a number: Seconds for which a token lives.',
    );
  });
});
