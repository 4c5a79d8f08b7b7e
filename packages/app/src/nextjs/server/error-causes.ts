/** Deeper is no error of an SDK, but one that is its own cause. */
const DEEPEST = 8;

/**
 * An error and what caused it, from the outside in: WorkOS's SDKs wrap what they meet, each release in its own way.
 *
 * @param error anything that was thrown; what is no `Error` gives nothing
 */
export function* causesOf(error: unknown): Generator<Error & Record<string, unknown>> {
  for (let cause = error, depth = 0; cause instanceof Error && depth < DEEPEST; cause = cause.cause, depth++)
    yield cause as Error & Record<string, unknown>;
}
