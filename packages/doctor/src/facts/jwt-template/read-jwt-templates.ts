import {
  identityFromClaims,
  lintJwtTemplate,
  renderJwtTemplate,
  SAMPLE_CONTEXTS,
} from "@convex-authkit/core";
import type { Inputs } from "../inputs.ts";
import type { JwtTemplateFact, TemplateClaim } from "./jwt-template.ts";

/** Lints the JWT templates that were handed in, and renders them for a sample user. */
export function readJwtTemplates({ jwtTemplates }: Pick<Inputs, "jwtTemplates">): JwtTemplateFact[] {
  return jwtTemplates.map(({ stage, file, text }) => {
    const { problems, claims } = lintJwtTemplate(text);
    const rendered = renderJwtTemplate(text, SAMPLE_CONTEXTS.withOrganization);
    const sample = "claims" in rendered ? rendered : null;
    const isReadable = claims.length > 0 || problems.every(({ severity }) => severity !== "error");
    return {
      stage,
      file,
      problems: problems.map(({ message, severity, position, code, claim }) => ({
        message,
        severity,
        code,
        claim,
        location: { file, line: position.line, column: position.column },
      })),
      claims: isReadable
        ? claims.map(({ name, attributes, mayBeAbsent }) => ({
            name,
            mayBeAbsent,
            literals: attributes.length === 0 ? textsOf(sample?.claims[name]) : [null],
          }))
        : null,
      renderedBytes: sample?.bytes ?? null,
      sampleIdentity: sample === null ? null : sampleIdentity(sample.claims),
    };
  });
}

function textsOf(value: unknown): TemplateClaim["literals"] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.map((one) => (typeof one === "string" ? one : null));
}

function sampleIdentity(claims: Readonly<Record<string, unknown>>): Record<string, unknown> | null {
  const sample = {
    iss: "https://api.workos.com/user_management/client_01…",
    sub: "user_01…",
    sid: "session_01…",
    ...claims,
  };
  try {
    return identityFromClaims(sample).identity;
  } catch {
    // Claims nested deeper than Convex reads: there is no identity to show.
    return null;
  }
}
