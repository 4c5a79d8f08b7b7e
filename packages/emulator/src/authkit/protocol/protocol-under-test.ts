import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { WorkOS } from "@workos-inc/node";
import { Hono } from "hono";
import { afterAll, onTestFinished } from "vitest";
import { type Clock, createClock } from "../../clock/clock.ts";
import type { Fault } from "../../faults/fault.ts";
import { createFaults, type Faults } from "../../faults/switchboard.ts";
import { createTimeline, type Timeline } from "../../timeline/timeline.ts";
import type { Account, Seed } from "../accounts.ts";
import type { AuthKitContext } from "../context.ts";
import { createContext } from "../create-context.ts";
import type { AuthKitEnvironment } from "../environment.ts";
import { STANDARD_ENVIRONMENT } from "../standard-environment.ts";
import { createSignInEnds } from "./finish-sign-in.ts";
import { protocolRoutes } from "./routes.ts";
import { sessionsRoutes } from "./sessions-routes.ts";

export const ADA: Account = {
  email: "ada@example.com",
  password: "engine",
  firstName: "Ada",
  lastName: "Lovelace",
};
/** Belongs to one organization. */
export const GRACE: Account = {
  email: "grace@example.com",
  password: "compiler",
  memberships: [{ organization: "Navy", roles: ["admin"] }],
};
/** Belongs to two. */
export const ALAN: Account = {
  email: "alan@example.com",
  password: "enigma",
  memberships: [{ organization: "Navy" }, { organization: "Bletchley" }],
};

export const CALLBACK = "http://localhost:3000/callback";

/** The protocol behind a real server, without the hosted pages: somebody signs in by being named. */
export interface ProtocolUnderTest {
  context: AuthKitContext;
  clock: Clock;
  faults: Faults;
  timeline: Timeline;
  /** Where the server is, such as `http://localhost:40123`. */
  url: string;
  /** WorkOS's own SDK with the API key. It does not retry, so that tests do not wait. */
  workos: WorkOS;
  /** The same without a key, as apps on devices use it. */
  publicWorkos: WorkOS;
  /** A request to the server; redirects are not followed. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Opens an authorize address and signs an account in there. @returns what comes back to the callback */
  signIn(
    authorizeUrl: string,
    account: Account,
    organizationId?: string,
  ): Promise<{ callback: URLSearchParams; location: string; cookie: string }>;
  userId(account: Account): string;
  organizationId(name: string): string;
  kinds(): string[];
}

/** One key for the tests of a file, since making one takes a while. */
const KEY_FOLDER = await mkdtemp(join(tmpdir(), "authkit-protocol-"));
afterAll(() => rm(KEY_FOLDER, { recursive: true, force: true }));

export async function protocolUnderTest(
  settings: Partial<AuthKitEnvironment> & {
    seed?: Seed;
    known?: readonly Fault[];
    rateLimits?: boolean;
    stateDirectory?: string;
  } = {},
): Promise<ProtocolUnderTest> {
  const {
    seed = { accounts: [ADA, GRACE, ALAN] },
    known = [],
    rateLimits = true,
    stateDirectory = KEY_FOLDER,
    ...environment
  } = settings;
  const clock = createClock();
  const timeline = createTimeline(clock);
  const faults = createFaults(known, clock);
  const context = createContext(
    { clock, timeline, faults },
    structuredClone({ ...STANDARD_ENVIRONMENT, ...environment }),
    seed,
    { rateLimits, stateDirectory },
  );
  const ends = createSignInEnds(() => ({
    chooseOrganization: (id) => new Response(null, { status: 303, headers: { location: `/choose/${id}` } }),
  }));
  const app = new Hono().route("/", sessionsRoutes(context)).route(
    "/",
    protocolRoutes(context, {
      open: ({ id }) => new Response(null, { status: 302, headers: { location: `/page/${id}` } }),
    }),
  );

  const listener = getRequestListener((request) => app.fetch(request), { overrideGlobalObjects: false });
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://localhost:${port}`;
  const address = {
    apiHostname: "localhost",
    port,
    https: false,
    clientId: context.environment.clientId,
    maxRetries: 0,
  };
  const fetchPath: ProtocolUnderTest["fetch"] = (path, init) =>
    fetch(new URL(path, url), { redirect: "manual", ...init });
  const idOf = (found: { id: string } | null | undefined): string => {
    if (found === null || found === undefined) throw new Error("The seed has no such thing.");
    return found.id;
  };
  const userId = (account: Account): string => idOf(context.directory.userByEmail(account.email));

  return {
    context,
    clock,
    faults,
    timeline,
    url,
    workos: new WorkOS({ ...address, apiKey: context.environment.apiKey }),
    publicWorkos: new WorkOS(address),
    fetch: fetchPath,
    async signIn(authorizeUrl, account, organizationId) {
      const opened = await fetchPath(authorizeUrl);
      const page = opened.headers.get("location") ?? "";
      if (!page.startsWith("/page/")) throw new Error(`Authorize led to ${page}.`);
      const response = await ends.complete(
        context,
        new Request(new URL(page, url), { method: "POST" }),
        page.slice("/page/".length),
        {
          userId: userId(account),
          method: "Password",
          ...(organizationId === undefined ? {} : { organizationId }),
        },
      );
      const location = response.headers.get("location") ?? "";
      return {
        location,
        callback: new URL(location, url).searchParams,
        cookie: (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "",
      };
    },
    userId,
    organizationId: (name) => idOf(context.directory.organizations.byName(name)),
    kinds: () => timeline.events().map(({ kind, outcome }) => `${kind} ${outcome}`),
  };
}
