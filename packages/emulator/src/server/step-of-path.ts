import type { Step } from "@convex-authkit/core";

const STEPS_OF_PATHS: readonly [RegExp, Step][] = [
  [/^\/user_management\/authorize\b/, "sign-in"],
  [/^\/user_management\/authenticate\b/, "token"],
  [/^\/user_management\/sessions\/logout\b/, "sign-out"],
  [/^\/user_management\/sessions\b/, "session"],
  [/^\/(?:sso|oauth2)\/jwks\b/, "acceptance"],
  [/^\/user_management\/jwt_template\b/, "identity"],
  [
    /^\/api\/(?:query|mutation|action|function|query_at_ts|query_ts|sync)\b|^\/api\/[\d.]+\/sync\b/,
    "acceptance",
  ],
];

/** The step of the chain that a request belongs to, where no event of its own says so. */
export function stepOfPath(path: string): Step {
  return STEPS_OF_PATHS.find(([pattern]) => pattern.test(path))?.[1] ?? "setup";
}
