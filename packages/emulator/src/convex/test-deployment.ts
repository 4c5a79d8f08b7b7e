import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { type Clock, createClock } from "../clock/clock.ts";
import type { Fault } from "../faults/fault.ts";
import { createFaults, type Faults } from "../faults/switchboard.ts";
import type { TimelineEvent } from "../timeline/event.ts";
import { createTimeline, type Timeline } from "../timeline/timeline.ts";
import type { Convex, ConvexOptions } from "./convex.ts";
import { serveFunctions } from "./serve-functions.ts";
import { createTestFunctions, type TestFunctions } from "./test-functions.ts";
import { createTestIssuer, providerOf, type TestIssuer } from "./test-issuer.ts";

/** A deployment on a free port of loopback, with functions in memory. */
export interface TestDeployment {
  url: string;
  convex: Convex;
  clock: Clock;
  timeline: Timeline;
  faults: Faults;
  functions: TestFunctions;
  issuer: TestIssuer;
  /** Events of one kind. */
  events(kind: string): TimelineEvent[];
  close(): Promise<void>;
}

/** @param wished `authConfig` by default accepts the issuer's tokens */
export async function startTestDeployment(
  wished: Partial<Pick<ConvexOptions, "redactMessages" | "emulatedJwks">> & {
    authConfig?: unknown;
    faults?: readonly Fault[];
    clock?: Clock;
  } = {},
): Promise<TestDeployment> {
  const clock = wished.clock ?? createClock();
  const timeline = createTimeline(clock);
  const faults = createFaults(wished.faults ?? [], clock);
  const issuer = await createTestIssuer(() => clock.now());
  const functions = createTestFunctions(
    wished.authConfig === undefined ? { providers: [providerOf(issuer)] } : wished.authConfig,
  );
  const convex = serveFunctions({ clock, timeline, faults }, functions, {
    redactMessages: wished.redactMessages ?? false,
    emulatedJwks: wished.emulatedJwks ?? null,
  });
  const server: Server = createServer(
    getRequestListener((request) => convex.fetch(request), { overrideGlobalObjects: false }),
  );
  const detach = convex.attach(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    convex,
    clock,
    timeline,
    faults,
    functions,
    issuer,
    events: (kind) => timeline.events().filter((event) => event.kind === kind),
    async close() {
      await detach();
      await convex.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
