import type { AuthKit } from "./authkit/authkit.ts";
import type { Seed } from "./authkit/accounts.ts";
import type { AuthKitEnvironment } from "./authkit/environment.ts";
import type { Clock } from "./clock/clock.ts";
import type { Convex, ConvexOptions } from "./convex/convex.ts";
import type { FaultSetting } from "./faults/fault.ts";
import type { Faults } from "./faults/switchboard.ts";
import type { Timeline } from "./timeline/timeline.ts";

/** How an emulator is set up. It discovers nothing: what is absent here has the standard named here. */
export interface EmulatorOptions {
  /** The AuthKit side; false leaves it out. */
  authkit?: AuthKitSideOptions | false;
  /** The Convex side; absent leaves it out. */
  convex?: ConvexSideOptions | false;
  /** Faults that are on from the start. */
  faults?: (FaultSetting | string)[];
  /** A folder, absolute, in which the signing key is kept between runs. Absent: a new key at each start. */
  stateDirectory?: string;
  /** The clock; a test may hand in one that stands still. */
  clock?: Clock;
  /** The version of convex-authkit, for exports and bug reports. */
  version?: string;
}

export interface AuthKitSideOptions extends Partial<AuthKitEnvironment> {
  /** 4100; 0: any free port. A busy one is an error, a sentence. */
  port?: number;
  /** Who exists at the start and after `reset`; absent: an administrator and a member (`STANDARD_SEED`). */
  seed?: Seed;
  /** Requests per endpoint and user are limited as WorkOS limits them. On unless set to false. */
  rateLimits?: boolean;
}

export interface ConvexSideOptions extends Pick<ConvexOptions, "root"> {
  /** The deployment's port, 3210; 0: any free port. */
  port?: number;
  /** The port of HTTP actions, 3211; 0: any free port. */
  sitePort?: number;
  functions?: string;
  variables?: Record<string, string>;
  redactMessages?: boolean;
  writeGenerated?: boolean;
  watch?: boolean;
}

/** A running emulator. */
export interface Emulator {
  /** Where AuthKit, the console and the control endpoint are, such as `http://localhost:4100`; of the Convex side alone where AuthKit is left out. */
  url: string;
  /** The deployment's URL for clients, and the one of its HTTP actions; null where the Convex side is left out. */
  convexUrl: string | null;
  convexSiteUrl: string | null;
  clientId: string;
  apiKey: string;
  /** The version of convex-authkit; null where nobody said it. */
  version: string | null;
  authkit: AuthKit | null;
  convex: Convex | null;
  clock: Clock;
  faults: Faults;
  timeline: Timeline;
  /** Moves the time of both sides forward. @param by such as `"6m"`, or milliseconds */
  advance(by: number | string): Promise<void>;
  /** Signs claims with the environment's key, for a token of any kind. */
  mint(claims: Record<string, unknown>): Promise<string>;
  /** Back to the start: seed, tables, clock, faults as given, timeline. Sockets stay open. */
  reset(): Promise<void>;
  /** Ends servers, sockets and watchers. */
  close(): Promise<void>;
}
