import { type Accepted, judge, type Rejected, type Undecided, type Verdict } from "@convex-authkit/core";
import type { Parts } from "../../parts.ts";
import type { Subject } from "../../timeline/event.ts";
import type { ConvexOptions } from "../convex.ts";
import { internalError, ServerError } from "../server-error.ts";
import type { JwksSource } from "./jwks-source.ts";

/** What a token is judged with. */
export interface Judging {
  options: Pick<ConvexOptions, "redactMessages">;
  jwks: JwksSource;
  /** The auth config that the app has pushed last; null: none. */
  authConfig(): Promise<unknown>;
  /** Milliseconds since 1970, by Convex's own clock. @param by is told the fault that puts it wrong */
  now(subject: Subject, by?: (fault: string) => void): number;
}

/**
 * Decides about a token as the deployment does, and tells the timeline the true reason beside what the client is told.
 *
 * @param endpoint for faults: where the token came in
 * @throws {ServerError} with Convex's code and sentence where the token is refused, and InternalServerError where Convex fails
 */
export async function judgeToken(
  parts: Parts,
  judging: Judging,
  asked: { token: string; endpoint: string; subject: Subject },
): Promise<Accepted> {
  const { token, endpoint, subject } = asked;
  const by: string[] = [];
  const blame = (fault: string): void => void by.push(fault);

  const now = judging.now(subject, blame);
  const deployed = parts.faults.decide("deployedAuthConfig", await judging.authConfig(), {
    endpoint,
    subject,
  });
  by.push(...deployed.by);
  const verdict = await judge(token, {
    config: deployed.value ?? { providers: [] },
    jwks: (url) => judging.jwks.answer(url, subject, blame),
    now: now / 1000,
  });

  if (verdict.accepted === true) {
    recordAccepted(parts, verdict, subject, by[0]);
    return verdict;
  }
  const redact = parts.faults.decide("redactMessages", judging.options.redactMessages, {
    endpoint,
    subject,
  });
  const error = refusal(verdict, redact.value);
  recordRefused(parts, { verdict, error, subject, fault: by[0], redactedBy: redact.by[0] });
  throw error;
}

function refusal(verdict: Rejected | Undecided, redacted: boolean): ServerError {
  if (verdict.accepted === null)
    return new ServerError(
      "unauthenticated",
      "NotEmulated",
      `This is convex-authkit's emulator, not Convex: ${trueReason(verdict)}. A Convex deployment would decide about it.`,
    );
  // An auth config that does not evaluate is never deployed; where a fault plants one, Convex could not read it back.
  if (verdict.failedAt === "internal" || verdict.failedAt === "config") return internalError();
  return new ServerError(
    "unauthenticated",
    verdict.code,
    redacted ? verdict.redactedMessage : verdict.message,
  );
}

function recordAccepted(
  { timeline }: Parts,
  verdict: Accepted,
  subject: Subject,
  fault: string | undefined,
): void {
  timeline.record({
    side: "convex",
    step: "acceptance",
    kind: "verdict",
    outcome: "ok",
    title: `Convex accepts the token under provider ${verdict.provider} of the auth config`,
    subject,
    detail: {
      provider: verdict.provider,
      expiresAt: verdict.expiresAt,
      tokenIdentifier: verdict.identity.tokenIdentifier,
      ambiguous: verdict.ambiguous,
    },
    fault,
  });
}

function recordRefused(
  { timeline }: Parts,
  refused: {
    verdict: Rejected | Undecided;
    error: ServerError;
    subject: Subject;
    fault: string | undefined;
    redactedBy: string | undefined;
  },
): void {
  const { verdict, error, subject, fault, redactedBy } = refused;
  const reason = trueReason(verdict).replace(/\.$/, "");
  timeline.record({
    side: "convex",
    step: "acceptance",
    kind: "verdict",
    outcome: fault === undefined ? "refused" : "fault",
    title: `Convex refuses the token: ${reason}`,
    subject,
    detail: {
      code: error.code,
      told: error.message,
      cause: verdict.accepted === false ? verdict.cause : null,
      reason,
      provider: verdict.provider,
      providers: verdict.providers.map(({ provider, explanation }) => ({ provider, explanation })),
      missing: verdict.missing,
    },
    fault: fault ?? redactedBy,
    failureMode: verdict.accepted === false ? verdict.failureMode : null,
  });
}

function trueReason(verdict: Exclude<Verdict, Accepted>): string {
  if (verdict.accepted === false) return verdict.explanation;
  const because = verdict.missing.map((item) => item.because).join("; ");
  return `it cannot decide about the token, because ${because}`;
}
