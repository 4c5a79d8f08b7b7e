import { isUnknown } from "../auth-config/unknown.ts";
import { validateAuthConfig } from "../auth-config/validate.ts";
import type { StoredProvider } from "../auth-config/stored-provider.ts";
import type { ConfigError } from "../auth-config/config-problem.ts";
import { type Failure, failure, quote } from "./failure.ts";
import { type Outcome, judgeUnderProvider, missingConfig } from "./judge-provider.ts";
import { keysFrom } from "./jwks-source.ts";
import { MISSING_ISSUER, noProviderMessage } from "./messages.ts";
import { parseToken } from "./parse-token.ts";
import { findingsAbout, mostTelling } from "./provider-findings.ts";
import { type Selection, selectProvider } from "./select-provider.ts";
import type { JudgeInput, Missing, ProviderFinding, Rejected, Verdict } from "./types.ts";

/** So many unknown providers say nothing; judging a token under each of them would only take time. */
const MOST_CANDIDATES = 50;

/**
 * Says what Convex decides about an access token under an auth config, and why: the checks of Convex's backend in its
 * order, with its messages, for `customJwt` providers; for OIDC providers as far as it can be told without asking them.
 *
 * Never throws and never rejects, whatever it is given. Settles unless a resolver in `jwks` does not. Uses the network
 * only through that resolver.
 *
 * @param token the access token, without `Bearer `
 */
export async function judge(token: string, { config, jwks, now }: JudgeInput): Promise<Verdict> {
  const { errors, providers } = validateAuthConfig(config);
  const [configProblem] = errors;
  if (configProblem !== undefined) return rejectedAlone(configFailure(configProblem), configProblem.provider);

  const parsed = parseToken(typeof token === "string" ? token : "");
  if ("failedAt" in parsed) return rejectedAlone(parsed, null);
  const { iss, aud } = parsed.registered;
  if (iss === null)
    return rejectedAlone(
      failure("missing-iss", "issuer-missing", MISSING_ISSUER, "The token has no `iss`."),
      null,
    );

  const selection = selectProvider(providers, iss, aud);
  const findings = findingsAbout(providers, iss, aud);
  const context = {
    providers: findings,
    ambiguous: selection.matching.length > 1 ? selection.matching.flatMap(({ index }) => index ?? []) : [],
  };
  if (selection.candidates.length === 0)
    return rejected(noProviderFailure(selection, findings, iss), null, [], context);

  const seconds = now === undefined ? Math.trunc(Date.now() / 1000) : Math.trunc(now);
  if (typeof seconds !== "number" || !Number.isFinite(seconds))
    return { accepted: null, reached: "validate", missing: [MISSING_TIME], provider: null, ...context };
  if (selection.candidates.length > MOST_CANDIDATES) return undecidedSelection(selection.candidates, context);

  const keysBehind = keysFrom(jwks);
  const outcomes: Outcome[] = [];
  for (const candidate of selection.candidates)
    outcomes.push(await judgeUnderProvider(candidate, parsed, seconds, keysBehind));
  return decide(selection, outcomes, seconds, context);
}

/** What every verdict beyond the choice of a provider carries. */
interface Context {
  providers: ProviderFinding[];
  ambiguous: number[];
}

const MISSING_TIME: Missing = {
  what: "time",
  provider: null,
  field: null,
  url: null,
  because: "`now` is not a number of seconds",
};

/** A decision stands only if it is the same whichever candidate Convex chooses. */
function decide(selection: Selection, outcomes: Outcome[], now: number, context: Context): Verdict {
  const { candidates, possiblyNone } = selection;
  const certain = candidates.length === 1 && !possiblyNone;
  const [first] = outcomes;
  const provider = candidates[0]?.index ?? null;
  const choice = certain ? [] : unknownIn(candidates);

  if (first?.kind === "accepted" && !possiblyNone && outcomes.every(({ kind }) => kind === "accepted"))
    return {
      accepted: true,
      provider: (selection.matching[0] ?? candidates[0])?.index ?? 0,
      identity: first.identity,
      expiresAt: first.expiresAt,
      expiredForSession: now >= first.expiresAt,
      ambiguous: context.ambiguous,
    };

  // Rejected under every candidate, and where there may be none Convex rejects as well.
  if (first?.kind === "rejected" && outcomes.every(({ kind }) => kind === "rejected"))
    return rejected(first.failure, certain ? provider : null, [...choice, ...first.missing], context);

  const open = outcomes.flatMap((outcome) => (outcome.kind === "undecided" ? outcome.missing : []));
  const reached = certain && first?.kind === "undecided" ? first.reached : "no-provider";
  const missing = withoutRepeats([...choice, ...open]);
  return { accepted: null, reached, missing, provider: certain ? provider : null, ...context };
}

function undecidedSelection(candidates: readonly StoredProvider[], context: Context): Verdict {
  const missing = unknownIn(candidates);
  return { accepted: null, reached: "no-provider", missing, provider: null, ...context };
}

/** The unknown parts of the config on which the choice of a provider depends. */
function unknownIn(candidates: readonly StoredProvider[]): Missing[] {
  return candidates.flatMap((provider) => {
    if (provider.kind === "unknown") return [missingConfig(provider.index, null, provider.because)];
    const issuerField = provider.kind === "oidc" ? "domain" : "issuer";
    const fields: Missing[] = [];
    if (isUnknown(provider.issuer))
      fields.push(missingConfig(provider.index, issuerField, provider.issuer.unknown));
    if (isUnknown(provider.applicationID))
      fields.push(missingConfig(provider.index, "applicationID", provider.applicationID.unknown));
    if (provider.kind !== "customJwt") return fields;
    // These two decide about the order in which providers are tried.
    for (const field of ["jwks", "algorithm"] as const) {
      const value = provider[field];
      if (isUnknown(value)) fields.push(missingConfig(provider.index, field, value.unknown));
    }
    return fields;
  });
}

function withoutRepeats(missing: readonly Missing[]): Missing[] {
  return [...new Map(missing.map((item) => [JSON.stringify(item), item])).values()];
}

function configFailure(error: ConfigError): Failure {
  const message = { code: error.code, message: error.pushMessage, redactedMessage: error.pushMessage };
  return failure("config", error.cause, message, error.explanation, error.failureMode);
}

function noProviderFailure(
  selection: Selection,
  findings: readonly ProviderFinding[],
  issuer: string,
): Failure {
  const message = noProviderMessage(selection.stored);
  const nearest = mostTelling(findings);
  if (nearest?.cause === null || nearest === null)
    return failure(
      "no-provider",
      "providers-empty",
      message,
      `The config has no providers, so none matches the issuer ${quote(issuer)}.`,
    );
  return failure("no-provider", nearest.cause, message, nearest.explanation, nearest.failureMode);
}

function rejectedAlone(found: Failure, provider: number | null): Rejected {
  return rejected(found, provider, [], { providers: [], ambiguous: [] });
}

/** Under a chosen provider, the finding about that provider names what is wrong. */
function rejected(found: Failure, provider: number | null, missing: Missing[], context: Context): Rejected {
  const { failedAt, code, message, redactedMessage, cause, failureMode, explanation } = found;
  const providers = context.providers.map((finding) =>
    provider !== null && finding.provider === provider && finding.cause === null
      ? { ...finding, cause, failureMode, explanation }
      : finding,
  );
  return {
    accepted: false,
    failedAt,
    code,
    message,
    redactedMessage,
    cause,
    failureMode,
    explanation,
    provider,
    providers,
    ambiguous: context.ambiguous,
    missing: withoutRepeats(missing),
  };
}
