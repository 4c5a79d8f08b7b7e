import { WorkOS } from "@workos-inc/node";
import { Hono } from "hono";
import { createClock } from "../clock/clock.ts";
import { ALL_FAULTS } from "../faults/all-faults.ts";
import { createFaults } from "../faults/switchboard.ts";
import { createTimeline } from "../timeline/timeline.ts";
import type { Seed } from "./accounts.ts";
import type { AuthKitContext } from "./context.ts";
import { createContext } from "./create-context.ts";
import type { AuthKitEnvironment } from "./environment.ts";
import { STANDARD_ENVIRONMENT } from "./standard-environment.ts";

/** Routes of resources, answering in this process on a clock that stands still. */
export interface ResourcesUnderTest {
  context: AuthKitContext;
  /** WorkOS's own SDK, talking to the routes. */
  workos: WorkOS;
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

export function resourcesUnderTest(
  routes: (context: AuthKitContext) => Hono,
  seed: Seed = { accounts: [] },
  settings: Partial<AuthKitEnvironment> = {},
): ResourcesUnderTest {
  const clock = createClock(() => 1_700_000_000_000);
  const context = createContext(
    { clock, timeline: createTimeline(clock), faults: createFaults(ALL_FAULTS, clock) },
    structuredClone({ ...STANDARD_ENVIRONMENT, ...settings }),
    seed,
    { rateLimits: false },
  );
  const app = new Hono().route("/", routes(context));
  const workos = new WorkOS(context.environment.apiKey, {
    apiHostname: "localhost",
    port: 4100,
    https: false,
    fetchFn: async (input: string | URL | Request, init?: RequestInit) => app.fetch(new Request(input, init)),
  });
  return {
    context,
    workos,
    fetch: async (path, init) => app.fetch(new Request(new URL(path, "http://localhost:4100"), init)),
  };
}
