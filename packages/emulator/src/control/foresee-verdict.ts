import { judge, type JwksAnswer, type Verdict } from "@convex-authkit/core";
import { fetchDocument } from "../convex/auth/fetch-document.ts";
import { emulatedJwks } from "../emulated-jwks.ts";
import { EmulatorError } from "../emulator-error.ts";
import type { Emulator } from "../emulator.ts";

/** A token whose keys nobody serves is not waited for. Milliseconds. */
const LONGEST_WAIT = 10_000;

/**
 * What the deployment would decide about a token now, with the faults that are on, and why. It leaves no trace: no event, and no
 * fault counts it.
 *
 * @throws {EmulatorError} where the Convex side was left out
 */
export async function foreseeVerdict(
  { authkit, convex, clock, faults }: Emulator,
  token: string,
): Promise<Verdict> {
  if (convex === null)
    throw new EmulatorError(
      "Tokens are judged by the Convex side, which was left out when the emulator started.",
    );
  const asked = { endpoint: null, subject: {} };
  const emulated = authkit === null ? null : emulatedJwks(authkit);

  async function answer(url: string): Promise<JwksAnswer> {
    const planted = await faults.foresee("jwksAnswer", null, asked);
    if (planted !== null) return planted;
    const own = emulated?.(url) ?? null;
    if (own !== null) return own;
    const document = await fetchDocument(url, AbortSignal.timeout(LONGEST_WAIT));
    if ("error" in document) return document;
    return { ...document, contentType: document.headers["content-type"] ?? null };
  }

  return judge(token, {
    config: (await faults.foresee("deployedAuthConfig", convex.deployment().authConfig, asked)) ?? {
      providers: [],
    },
    jwks: answer,
    now: (clock.now() + (await faults.foresee("convexClock", 0, asked))) / 1000,
  });
}
