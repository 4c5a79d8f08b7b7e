import { Hono } from "hono";
import { WorkOS } from "@workos-inc/node";
import { createClock } from "../clock/clock.ts";
import { ALL_FAULTS } from "../faults/all-faults.ts";
import { createFaults } from "../faults/switchboard.ts";
import type { Parts } from "../parts.ts";
import { createTimeline } from "../timeline/timeline.ts";
import type { Seed } from "./accounts.ts";
import type { AuthKitContext } from "./context.ts";
import { createDirectory } from "./directory/directory.ts";
import type { AuthKitEnvironment } from "./environment.ts";
import type { Session } from "./sessions/sessions.ts";
import { STANDARD_ENVIRONMENT } from "./standard-environment.ts";

/** A context for tests of the resources: everything is real but the sessions and the authorizations, which are the protocol's. */
export interface ResourcesUnderTest {
  context: AuthKitContext;
  /** WorkOS's own SDK, talking to the routes in this process. */
  workos: WorkOS;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  sessions: Session[];
  announced: { event: string; data: object }[];
}

export function resourcesUnderTest(
  routes: (context: AuthKitContext) => Hono,
  seed: Seed = { accounts: [] },
  settings: Partial<AuthKitEnvironment> = {},
): ResourcesUnderTest {
  const clock = createClock(() => 1_700_000_000_000);
  const parts: Parts = {
    clock,
    timeline: createTimeline(clock),
    faults: createFaults(ALL_FAULTS, clock),
  };
  const sessions: Session[] = [];
  const announced: { event: string; data: object }[] = [];
  const context: AuthKitContext = {
    parts,
    environment: structuredClone({ ...STANDARD_ENVIRONMENT, ...settings }),
    directory: createDirectory(seed, clock),
    authorizations: unused("authorizations"),
    sessions: {
      ...unused("sessions"),
      ofUser: (userId) => sessions.filter((session) => session.userId === userId),
      end(id) {
        const session = sessions.find((one) => one.id === id) ?? null;
        if (session !== null) session.endedAt = clock.now();
        return session;
      },
    },
    codes: unused("codes"),
    refreshTokens: unused("refreshTokens"),
    organizationChoices: unused("organizationChoices"),
    browsers: unused("browsers"),
    signer: unused("signer"),
    limits: unused("limits"),
    announce: (event, data) => void announced.push({ event, data }),
  };
  const app = new Hono().route("/", routes(context));
  const fetch = async (path: string, init?: RequestInit): Promise<Response> =>
    app.fetch(new Request(new URL(path, "http://localhost:4100"), init));
  const workos = new WorkOS(context.environment.apiKey, {
    apiHostname: "localhost",
    port: 4100,
    https: false,
    fetchFn: async (input: string | URL | Request, init?: RequestInit) => app.fetch(new Request(input, init)),
  });
  return { context, workos, fetch, sessions, announced };
}

/** Something a test has no business with. */
function unused<Part extends object>(name: string): Part {
  return new Proxy({} as Part, {
    get(_target, property) {
      throw new Error(`These tests do not use ${name}.${String(property)}.`);
    },
  });
}
