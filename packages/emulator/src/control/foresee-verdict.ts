import type { AuthKit } from "../authkit/authkit.ts";
import { judge, type JwksAnswer, type Verdict } from "@convex-authkit/core";
import { fetchDocument } from "../convex/auth/fetch-document.ts";
import { tokenSubject } from "../convex/auth/token-subject.ts";
import { emulatedJwks } from "../emulated-jwks.ts";
import { EmulatorError } from "../emulator-error.ts";
import type { Emulator } from "../emulator.ts";
import { plantedResponse } from "../server/planted-answer.ts";
import type { Subject } from "../timeline/event.ts";

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
  const subject = tokenSubject(token);
  const asked = { endpoint: null, subject };
  const emulated = authkit === null ? null : emulatedJwks(silentJwks(authkit, faults, subject));

  async function answer(url: string): Promise<JwksAnswer> {
    const planted = faults.foresee("jwksAnswer", null, asked);
    if (planted !== null) return planted;
    const own = emulated?.(url) ?? null;
    if (own !== null) return own;
    const document = await fetchDocument(url, AbortSignal.timeout(LONGEST_WAIT));
    if ("error" in document) return document;
    return { ...document, contentType: document.headers["content-type"] ?? null };
  }

  return judge(token, {
    config: faults.foresee("deployedAuthConfig", await convex.authConfig(), asked) ?? {
      providers: [],
    },
    jwks: answer,
    now: (clock.now() + faults.foresee("convexClock", 0, asked)) / 1000,
  });
}

/** The JWKS endpoint as it would answer, without an event and without a fault that counts. */
function silentJwks(
  authkit: AuthKit,
  faults: Emulator["faults"],
  subject: Subject,
): Pick<AuthKit, "fetch" | "environment"> {
  const { environment } = authkit;
  const asked = { endpoint: "GET /sso/jwks/:clientId", subject };
  return {
    environment,
    async fetch({ url }) {
      const planted = faults.foresee("answer", null, asked);
      if (planted !== null) return plantedResponse(planted);
      if (!new URL(url).pathname.endsWith(`/${environment.clientId}`))
        return Response.json({ message: "Not Found" }, { status: 404 });
      return Response.json(await authkit.jwks());
    },
  };
}
