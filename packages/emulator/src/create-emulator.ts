import type { Server } from "node:http";
import type { AuthKit } from "./authkit/authkit.ts";
import { STANDARD_SEED } from "./authkit/seed/standard-seed.ts";
import { STANDARD_ENVIRONMENT } from "./authkit/standard-environment.ts";
import { createClock } from "./clock/clock.ts";
import type { Convex } from "./convex/convex.ts";
import { EmulatorError } from "./emulator-error.ts";
import { emulatedJwks } from "./emulated-jwks.ts";
import type { AuthKitSideOptions, ConvexSideOptions, Emulator, EmulatorOptions } from "./emulator.ts";
import { ALL_FAULTS } from "./faults/all-faults.ts";
import { createFaults, type Faults } from "./faults/switchboard.ts";
import type { Parts } from "./parts.ts";
import { type Answerer, answerRequests, type Answers } from "./server/answer-requests.ts";
import { listenOnLoopback, type LoopbackServer } from "./server/loopback.ts";
import { pathOf } from "./server/plain-request.ts";
import { startAuthKit, startConvex } from "./sides.ts";
import { createTimeline } from "./timeline/timeline.ts";

const AUTHKIT_PORT = 4100;
const CONVEX_PORT = 3210;
const CONVEX_SITE_PORT = 3211;

/**
 * Starts AuthKit and, where its options are given, Convex on this machine's loopback addresses.
 *
 * @throws {EmulatorError} a sentence: a port is in use, a fault is unknown, NODE_ENV is production
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  if (process.env["NODE_ENV"] === "production")
    throw new EmulatorError(
      "The emulator signs anybody in, so it does not start where NODE_ENV is production. Unset NODE_ENV, or start it in another process.",
    );
  const clock = options.clock ?? createClock();
  const timeline = createTimeline(clock);
  const faults = createFaults(ALL_FAULTS, clock);
  const parts: Parts = { clock, timeline, faults };
  setAll(faults, options);

  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  const control = later<Emulator>();
  const withControl: WithControl = (side) => controlled(control.get, side);
  try {
    const authkit = await openAuthKit(parts, options, withControl, closing);
    const convex = await openConvex(parts, options, authkit, withControl, closing);
    const main = authkit?.server ?? convex?.server;
    if (main === undefined)
      throw new EmulatorError("Neither the AuthKit side nor the Convex side is to be started.");
    const environment = authkit?.side.environment ?? { ...STANDARD_ENVIRONMENT };
    const emulator: Emulator = {
      url: main.url,
      convexUrl: convex?.server.url ?? null,
      convexSiteUrl: convex?.site.url ?? null,
      clientId: environment.clientId,
      apiKey: environment.apiKey,
      version: options.version ?? null,
      authkit: authkit?.side ?? null,
      convex: convex?.side ?? null,
      clock,
      faults,
      timeline,
      advance: (by) => clock.advance(by),
      async mint(claims) {
        if (authkit === null)
          throw new EmulatorError("Tokens are signed by the AuthKit side, which was left out.");
        return authkit.side.mint(claims);
      },
      async reset() {
        faults.clear();
        clock.reset();
        authkit?.reset();
        await convex?.side.reset();
        setAll(faults, options);
        timeline.clear();
      },
      close,
    };
    control.settle(emulator);
    return emulator;
  } catch (error) {
    await close();
    throw error;
  }
}

function setAll(faults: Faults, options: EmulatorOptions): void {
  try {
    for (const setting of options.faults ?? []) faults.set(setting);
  } catch (error) {
    throw error instanceof RangeError ? new EmulatorError(error.message) : error;
  }
}

/** Puts the control endpoint beside a side, on the emulator's main server. */
type WithControl = (side: (request: Request) => Promise<Response>) => Answerer;

function controlled(
  emulator: () => Emulator | Promise<Emulator>,
  side: (request: Request) => Promise<Response>,
): Answerer {
  let control: Promise<Answerer> | undefined;
  return async (request) => {
    if (!isOwnPath(pathOf(request.url))) return side(request);
    control ??= Promise.all([emulator(), import("./control/create-control.ts")]).then(
      ([running, { createControl }]) => createControl(running),
    );
    return (await control)(request);
  };
}

interface OpenAuthKit {
  server: LoopbackServer;
  side: AuthKit;
  /** Back to the start, settings that the API has changed included. */
  reset(): void;
}

async function openAuthKit(
  parts: Parts,
  { authkit: wished = {}, stateDirectory }: EmulatorOptions,
  withControl: WithControl,
  closing: (() => Promise<void>)[],
): Promise<OpenAuthKit | null> {
  if (wished === false) return null;
  const { port = AUTHKIT_PORT, seed = STANDARD_SEED, rateLimits = true, ...settings } = wished;
  const behind = later<Answers>();
  const server = await listenOnLoopback(
    port,
    { what: "AuthKit", option: "--port" },
    answerRequests(parts, "authkit", behind.get, isOwnPath),
  );
  closing.push(() => server.close());
  const side = await startAuthKit(parts, environmentOf(settings), seed, {
    rateLimits,
    stateDirectory,
  });
  behind.settle({
    fetch: withControl(async (request) => (isVisit(request) ? toConsole() : side.fetch(request))),
    plain: (request) => side.answerPlain(request),
  });
  return {
    server,
    side,
    reset() {
      Object.assign(side.environment, environmentOf(settings));
      side.reset();
    },
  };
}

/** A copy, down to the lists: routes that change a setting change it there. */
function environmentOf(
  settings: Omit<AuthKitSideOptions, "port" | "seed" | "rateLimits">,
): typeof STANDARD_ENVIRONMENT {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return structuredClone({ ...STANDARD_ENVIRONMENT, ...given });
}

interface OpenConvex {
  server: LoopbackServer;
  site: LoopbackServer;
  side: Convex;
}

async function openConvex(
  parts: Parts,
  { convex: wished = false }: EmulatorOptions,
  authkit: OpenAuthKit | null,
  withControl: WithControl,
  closing: (() => Promise<void>)[],
): Promise<OpenConvex | null> {
  if (wished === false) return null;
  const answers = later<Answers>();
  const answersOfSite = later<Answers>();
  const server = await listenOnLoopback(
    wished.port ?? CONVEX_PORT,
    { what: "the Convex deployment", option: "--convex-port" },
    answerRequests(parts, "convex", answers.get, isOwnPath),
  );
  closing.push(() => server.close());
  const site = await listenOnLoopback(
    wished.sitePort ?? CONVEX_SITE_PORT,
    { what: "Convex's HTTP actions", option: "--convex-site-port" },
    answerRequests(parts, "convex", answersOfSite.get, isOwnPath),
  );
  closing.push(() => site.close());

  const side = await startConvex(parts, {
    ...convexOptions(wished),
    url: server.url,
    siteUrl: site.url,
    emulatedJwks: authkit === null ? null : emulatedJwks(authkit.side),
  });
  closing.push(() => side.close());
  const detached = server.servers.map((one: Server) => side.attach(one));
  closing.push(async () => void (await Promise.all(detached.map((detach) => detach()))));
  const answer = (request: Request): Promise<Response> => side.fetch(request);
  answers.settle({ fetch: authkit === null ? withControl(answer) : answer });
  answersOfSite.settle({ fetch: (request) => side.fetchSite(request) });
  return { server, site, side };
}

function convexOptions(wished: ConvexSideOptions) {
  return {
    root: wished.root,
    functions: wished.functions ?? "convex",
    variables: wished.variables ?? {},
    redactMessages: wished.redactMessages ?? false,
    writeGenerated: wished.writeGenerated ?? false,
    watch: wished.watch ?? false,
  };
}

/** Somebody opens the server's address in a browser, where WorkOS's API has nothing to show. */
function isVisit(request: Request): boolean {
  return (
    request.method === "GET" &&
    pathOf(request.url) === "/" &&
    (request.headers.get("accept") ?? "").includes("text/html")
  );
}

function toConsole(): Response {
  return new Response(null, { status: 302, headers: { location: "/_emulator/console" } });
}

/** The control endpoint and the console; what happens there is no part of the hand-off. */
function isOwnPath(path: string): boolean {
  return /^\/_emulator(?:[/?]|$)/.test(path);
}

/** A value that exists later; who asks before waits for it. */
function later<Value extends object>(): { get(): Value | Promise<Value>; settle(value: Value): void } {
  let settled: Value | null = null;
  let settle: (value: Value) => void = () => {};
  const waiting = new Promise<Value>((resolve) => {
    settle = (value) => {
      settled = value;
      resolve(value);
    };
  });
  return { get: () => settled ?? waiting, settle };
}
