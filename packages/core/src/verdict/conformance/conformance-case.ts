import type { JudgeInput, Verdict } from "../types.ts";

/** One line of `customjwt-cases.jsonl`: a token signed by hand and what the JWT library behind Convex makes of it. */
export interface ConformanceCase {
  name: string;
  /** Seconds since 1970. */
  now: number;
  config: unknown;
  jwks: string;
  token: string;
  expected: {
    /** `failedAt`, `ok` for an accepted token, or `PANIC` for a crash of the library. */
    stage: string;
    /** Index of the provider in the config. */
    idx?: number;
    identity?: Record<string, unknown>;
    exp?: number;
    expired_for_session?: boolean;
    /** For `validate`: the whole message. */
    msg?: string;
    /** For `decode`: the key id in the message; null where the message speaks of a missing one. */
    kidInMsg?: string | null;
    /** For `config`: the library's words, with a position that Convex cuts off. */
    err?: string;
  };
}

/** Reads the cases from the text of the file. */
export function readCases(lines: string): ConformanceCase[] {
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as ConformanceCase);
}

/** What a verdict has to agree with. */
interface Agreement {
  failedAt: string | null;
  provider?: number | null;
  identity?: Record<string, unknown>;
  expiresAt?: number;
  expiredForSession?: boolean;
  message?: string;
}

/**
 * Judges all cases and compares every verdict with what is expected: step, provider, identity and message. Runs wherever
 * `judge` runs.
 *
 * @returns one line for every disagreement
 */
export async function disagreements(
  cases: readonly ConformanceCase[],
  judge: (token: string, input: JudgeInput) => Promise<Verdict>,
): Promise<string[]> {
  const lines: string[] = [];
  for (const { name, token, config, jwks, now, expected } of cases) {
    const verdict = await judge(token, { config, jwks, now });
    const wanted = canonical(agreementWanted(expected, config));
    const found = canonical(agreementFound(verdict, expected));
    if (wanted !== found) lines.push(`${name}: expected ${wanted}, found ${found}`);
  }
  return lines;
}

function agreementWanted(expected: ConformanceCase["expected"], config: unknown): Agreement {
  const { stage, idx, identity, exp, expired_for_session: expired } = expected;
  if (stage === "ok")
    return {
      failedAt: null,
      ...(idx === undefined ? {} : { provider: idx }),
      ...(identity === undefined ? {} : { identity }),
      ...(exp === undefined ? {} : { expiresAt: exp }),
      ...(expired === undefined ? {} : { expiredForSession: expired }),
    };
  if (stage === "PANIC") return { failedAt: "internal", message: INTERNAL };
  return {
    failedAt: stage,
    ...(idx === undefined ? {} : { provider: idx }),
    message: messageWanted(expected, config),
  };
}

const INTERNAL = "Your request couldn't be completed. Try again later.";

function messageWanted(expected: ConformanceCase["expected"], config: unknown): string {
  switch (expected.stage) {
    case "config":
      return `The pushed auth config is invalid: auth config file must include a list of provider credentials: ${(expected.err ?? "").replace(/ at line \d+ column \d+$/, "")}`;
    case "parse":
      return "Could not parse JWT payload. Check that the token is a valid JWT format with three base64-encoded parts separated by dots.";
    case "missing-iss":
      return "Missing issuer claim ('iss') in JWT payload. The JWT must include an 'iss' claim that matches one of your configured auth providers.";
    case "no-provider":
      return noProviderWanted((config as { providers: WrittenProvider[] }).providers);
    case "jwks":
      return "Invalid JWKS response body from 'https://x/j'. The response is not valid JSON or doesn't match the expected JWKS format.";
    case "decode":
      return expected.kidInMsg === null
        ? "Could not decode token. JWT may be missing a 'kid' (key ID) header."
        : `Could not decode token. The JWT's 'kid' (key ID) header is '${expected.kidInMsg}', does this key match any key in the provider's JWKS?`;
    case "validate":
      return expected.msg ?? "";
    case "claims":
      return "Could not verify token claim. Check that the JWT contains valid claims and matches your auth provider configuration.";
    default:
      return `no message is known for ${expected.stage}`;
  }
}

interface WrittenProvider {
  issuer?: string;
  domain?: string;
  applicationID?: string;
}

/** The providers are listed as stored: in these cases without `applicationID` before with one. */
function noProviderWanted(providers: readonly WrittenProvider[]): string {
  if (providers.length === 0)
    return "No auth provider found matching the given token (no providers configured). Check convex/auth.config.ts.";
  const set = (provider: WrittenProvider): number => (provider.applicationID === undefined ? 0 : 1);
  const list = [...providers]
    .sort((a, b) => set(a) - set(b))
    .map(({ issuer, domain, applicationID }) =>
      domain === undefined
        ? `CustomJWT(issuer=${issuer}, app_id=${applicationID ?? "none"})`
        : `OIDC(domain=${domain}, app_id=${applicationID})`,
    )
    .join(", ");
  return `No auth provider found matching the given token. Check that your JWT's issuer and audience match one of your configured providers: [${list}]`;
}

function agreementFound(verdict: Verdict, expected: ConformanceCase["expected"]): Agreement {
  if (verdict.accepted === null) return { failedAt: `undecided at ${verdict.reached}` };
  const provider = expected.idx === undefined ? {} : { provider: verdict.provider };
  if (!verdict.accepted) return { failedAt: verdict.failedAt, ...provider, message: verdict.message };
  const { identity, expiresAt, expiredForSession } = verdict;
  return { failedAt: null, ...provider, identity, expiresAt, expiredForSession };
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
