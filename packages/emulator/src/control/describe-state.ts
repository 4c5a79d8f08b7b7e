import { Secret } from "@convex-authkit/core";
import type { Emulator } from "../emulator.ts";
import type { Fault } from "../faults/fault.ts";

/** The emulator as it is now, without passwords, keys and tokens. */
export function describeState(emulator: Emulator) {
  const { authkit, convex, clock, faults } = emulator;
  return {
    url: emulator.url,
    convexUrl: emulator.convexUrl,
    convexSiteUrl: emulator.convexSiteUrl,
    /** Milliseconds since 1970. */
    now: clock.now(),
    authkit:
      authkit === null
        ? null
        : {
            environment: describeEnvironment(authkit.environment),
            accounts: authkit.accounts().map(({ password: _password, ...account }) => account),
            sessions: authkit.sessions(),
          },
    convex: convex === null ? null : { deployment: convex.deployment() },
    faults: faults.active(),
  };
}

/** The settings, with keys that cannot be used. */
export function describeEnvironment({
  apiKey,
  webhooks,
  ...others
}: NonNullable<Emulator["authkit"]>["environment"]) {
  return {
    ...others,
    apiKey: new Secret(apiKey).toString(),
    webhooks: webhooks.map(({ secret, ...webhook }) => ({
      ...webhook,
      secret: new Secret(secret).toString(),
    })),
  };
}

/** A fault as it is listed. */
export function describeFault({ id, side, title, about, provokes, parameters }: Fault) {
  return { id, side, title, about, provokes, parameters };
}
