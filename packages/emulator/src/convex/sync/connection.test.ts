import { describe, expect, it } from "vitest";
import { createClock } from "../../clock/clock.ts";
import { createFaults } from "../../faults/switchboard.ts";
import { createTimeline } from "../../timeline/timeline.ts";
import type { Deployment } from "../deployment.ts";
import { createTestFunctions } from "../test-functions.ts";
import { createConnection } from "./connection.ts";
import { createMutationLog } from "./mutation-log.ts";
import type { Outlet } from "./outlet.ts";
import type { ServerMessage } from "./server-message.ts";
import { createDatabaseTime } from "./timestamp.ts";
import { NOBODY } from "../auth/session-identity.ts";

/** A connection whose sending side the test holds in its hands. */
function open() {
  const clock = createClock();
  const runner = createTestFunctions(null);
  const deployment: Deployment = {
    parts: { clock, timeline: createTimeline(clock), faults: createFaults([], clock) },
    runner,
    authenticator: { authenticate: async () => NOBODY, now: () => clock.now() },
    time: createDatabaseTime(clock),
    mutations: createMutationLog(),
    redacts: () => false,
  };
  const sent: ServerMessage[] = [];
  const waiting = new Set<() => void>();
  let left = Number.POSITIVE_INFINITY;
  const transitions = () => sent.filter(({ type }) => type === "Transition");
  const outlet: Outlet = {
    send(message) {
      sent.push(message);
      for (const look of waiting) look();
    },
    waitingTransitions: () => Math.max(0, transitions().length - left),
    handled() {},
    close() {},
  };
  const connection = createConnection(deployment, outlet, "connection 1");
  runner.onChange(() => {
    deployment.time.commit();
    connection.invalidate();
  });
  return {
    runner,
    connection,
    transitions,
    write: (text: string) => runner.run("mutation", "notes:add", { text }, { identity: null }),
    /** From now on so many transitions in all have left the socket. */
    letLeave(count: number) {
      left = count;
      connection.drained();
    },
    until: (condition: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = (): void => {
          if (condition()) resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

const subscribed = JSON.stringify({
  type: "ModifyQuerySet",
  baseVersion: 0,
  newVersion: 1,
  modifications: [{ type: "Add", queryId: 0, udfPath: "notes:list", args: [{}] }],
});

describe("a client that reads slowly", () => {
  it("is told no more than two transitions ahead, and then what is true by then", async () => {
    const { connection, transitions, write, letLeave, until, runner } = open();
    connection.receive(subscribed);
    await until(() => transitions().length === 1);
    letLeave(0);
    await write("a");
    await until(() => transitions().length === 2);
    for (let index = 0; index < 50; index++) await write(String(index));
    expect(transitions()).toHaveLength(2);
    const runs = runner.runs.get("notes:list");

    letLeave(2);
    await until(() => transitions().length === 3);
    expect(runner.runs.get("notes:list")).toBe(Number(runs) + 1);
    expect(transitions().at(-1)).toMatchObject({
      modifications: [{ type: "QueryUpdated", value: expect.objectContaining({ length: 51 }) }],
    });
  });
});

describe("transitions", () => {
  it("begin where the one before has ended", async () => {
    const { connection, transitions, write, until } = open();
    connection.receive(subscribed);
    for (const text of ["a", "b", "c"]) {
      const before = transitions().length;
      await write(text);
      await until(() => transitions().length > before);
    }
    const versions = transitions().flatMap((message) =>
      message.type === "Transition" ? [[message.startVersion, message.endVersion] as const] : [],
    );
    expect(versions[0]?.[0]).toEqual({ querySet: 0, identity: 0, ts: "AAAAAAAAAAA=" });
    for (const [index, [start]] of versions.entries())
      if (index > 0) expect(start).toEqual(versions[index - 1]?.[1]);
  });
});
