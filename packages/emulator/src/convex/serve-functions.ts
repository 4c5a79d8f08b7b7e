import type { Parts } from "../parts.ts";
import { currentExchange } from "../timeline/current-exchange.ts";
import type { Subject } from "../timeline/event.ts";
import { createAdminKey } from "./auth/admin-key.ts";
import { createAuthenticator } from "./auth/authenticate.ts";
import { createJwksSource } from "./auth/jwks-source.ts";
import type { Convex, ConvexOptions } from "./convex.ts";
import type { Deployment } from "./deployment.ts";
import type { FunctionRunner } from "./functions/function-runner.ts";
import { createHttpApi } from "./http/http-api.ts";
import { createSite } from "./http/site.ts";
import { createMutationLog } from "./sync/mutation-log.ts";
import { createSyncServer } from "./sync/sync-server.ts";
import { createDatabaseTime } from "./sync/timestamp.ts";

/** What the protocol side needs of the options. */
type ProtocolOptions = Pick<ConvexOptions, "redactMessages" | "emulatedJwks">;

/** Puts Convex's protocols in front of a function runner. */
export function serveFunctions(parts: Parts, runner: FunctionRunner, options: ProtocolOptions): Convex {
  const { clock, faults } = parts;
  const adminKey = createAdminKey();
  const jwks = createJwksSource(parts, options);

  function now(subject: Subject, by?: (fault: string) => void): number {
    const off = faults.decide("convexClock", 0, { endpoint: null, subject });
    const [fault] = off.by;
    if (fault !== undefined) by?.(fault);
    return clock.now() + off.value;
  }

  const judging = { options, jwks, now, authConfig: () => runner.authConfig() };
  const deployment: Deployment = {
    parts,
    runner,
    authenticator: createAuthenticator(parts, judging, adminKey),
    time: createDatabaseTime(clock),
    mutations: createMutationLog(),
    redacts: (endpoint, subject) =>
      faults.decide("redactMessages", options.redactMessages, { endpoint, subject }).value,
  };
  const sync = createSyncServer(deployment);
  const api = createHttpApi(deployment);
  const site = createSite(deployment);
  const detached: (() => Promise<void>)[] = [];

  runner.onChange(() => {
    deployment.time.commit();
    // What the sockets do about it is no part of the request that wrote.
    currentExchange.exit(() => sync.invalidate());
  });

  return {
    adminKey,
    fetch: async (request) => api.fetch(request),
    fetchSite: async (request) => site.fetch(request),
    attach(server) {
      const detach = sync.attach(server);
      detached.push(detach);
      return detach;
    },
    deployment: () => runner.deployment(),
    authConfig: () => runner.authConfig(),
    setVariable: (name, value) => runner.setVariable(name, value),
    async reset() {
      jwks.clear();
      deployment.mutations.clear();
      await runner.reset();
      sync.expireIdentities();
    },
    async close() {
      jwks.close();
      await Promise.all(detached.map((detach) => detach()));
      await runner.close();
    },
  };
}
