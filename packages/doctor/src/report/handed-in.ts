import type { Verdict } from "@convex-authkit/core";
import type { Facts } from "../facts/facts.ts";
import type { JwtTemplateFact } from "../facts/jwt-template/jwt-template.ts";
import { isMissing } from "../facts/missing.ts";
import type { TokenFact } from "../facts/tokens/tokens.ts";
import { count } from "./headline.ts";
import { timeText } from "./verdict-text.ts";

/** What became of a token that was handed in, without its other claims, which may be about a person. */
export interface JudgedToken {
  label: string;
  stage: TokenFact["stage"];
  /** The functions folder of the backend by whose auth config it was judged. */
  backend: string;
  issuer: string | null;
  audience: string[];
  /** Seconds since 1970. */
  expiresAt: number | null;
  /** null where it could not be decided. */
  accepted: boolean | null;
  /** The cause of a rejection. */
  cause: string | null;
  /** One sentence: the decision with its reason. */
  sentence: string;
}

/** The tokens that were handed in, judged by each backend's auth config. */
export function judgedTokens({ backends }: Facts): JudgedToken[] {
  return Object.entries(backends).flatMap(([backend, { tokens }]) =>
    isMissing(tokens)
      ? []
      : tokens.map((token) => ({
          label: token.label,
          stage: token.stage,
          backend,
          issuer: token.issuer,
          audience: token.audience,
          expiresAt: token.expiresAt,
          accepted: token.verdict?.accepted ?? null,
          cause: token.verdict?.accepted === false ? token.verdict.cause : null,
          sentence: token.problem ?? verdictSentence(token.verdict),
        })),
  );
}

function verdictSentence(verdict: Verdict | null): string {
  if (verdict === null) return "Not judged: the auth config could not be evaluated.";
  if (verdict.accepted === true) return `Convex accepts it until ${timeText(verdict.expiresAt)}.`;
  if (verdict.accepted === false) return `Convex rejects it. ${verdict.explanation}`;
  const reasons = [...new Set(verdict.missing.map(({ because }) => because))].join("; ");
  return `Nothing wrong was found with it as far as it can be judged: ${reasons}.`;
}

/**
 * One line about a token: whose it is, and what it claims.
 *
 * @param all tokens of the report: where several backends judge them, each line says which
 */
export function tokenTitle(
  { label, stage, backend, issuer, audience }: JudgedToken,
  all: readonly JudgedToken[],
): string {
  const under = all.some((other) => other.backend !== backend) ? `, under ${backend}` : "";
  const claims = [
    issuer === null ? "no iss" : `iss ${issuer}`,
    audience.length === 0 ? "no aud" : `aud ${audience.join(", ")}`,
  ];
  return `Token from ${label} (${stage}${under}): ${claims.join(", ")}`;
}

/** The JWT templates that were handed in; each once, whatever the number of backends. */
export function givenTemplates({ backends }: Facts): JwtTemplateFact[] {
  const all = Object.values(backends).flatMap(({ jwtTemplates }) =>
    isMissing(jwtTemplates) ? [] : jwtTemplates,
  );
  return [...new Map(all.map((template) => [`${template.stage ?? ""} ${template.file}`, template])).values()];
}

/** One line about a JWT template: whose it is, what it adds, and how large that becomes. */
export function templateTitle({ file, stage, claims, renderedBytes }: JwtTemplateFact): string {
  const adds =
    claims === null
      ? "it could not be read"
      : claims.length === 0
        ? "it adds no claim"
        : `it adds ${claims.map(({ name }) => name).join(", ")}`;
  const size = renderedBytes === null ? "" : `; ${count(renderedBytes, "byte")} of 3,072 for a sample user`;
  return `JWT template ${file}${stage === null ? "" : ` (${stage})`}: ${adds}${size}`;
}
