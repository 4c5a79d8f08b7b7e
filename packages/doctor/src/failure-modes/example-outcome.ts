import type { Finding } from "../diagnosis/finding.ts";
import type { Inputs } from "../facts/inputs.ts";
import type { Stage } from "../facts/stage.ts";
import type { Example } from "./example.ts";

/** Writes a finding as the `expect` of an example does. */
export function findingLine(finding: Finding): string {
  const { severity, id, location, confidence, consequenceOf } = finding;
  const place = location === null ? "-" : `${location.file}:${location.line}`;
  const likely = confidence === "likely" ? " (likely)" : "";
  const cause = consequenceOf === null ? "" : ` < ${consequenceOf}`;
  return `${severity} ${id} ${place}${likely}${cause}`;
}

/** What the right projects' JWT template adds: their functions read it. */
const PROFILE = { name: "Ada", email: "ada@example.com", picture: "https://example.com/ada.png" };

/**
 * What the command line would hand in for an example. Tokens are unsigned: offline and without a JWKS a signature
 * is not checked anyway.
 *
 * @param now seconds since 1970
 */
export function exampleInputs(example: Example, now: number): Inputs {
  const { convexEnv = {}, hostEnv = {}, tokens = [], jwtTemplate } = example.inputs ?? {};
  const variables = (side: "convex" | "host", texts: Partial<Record<Stage, string>>): Inputs["variables"] =>
    Object.entries(texts).map(([stage, text]) => ({
      side,
      stage: stage as Stage,
      file: `${side}-${stage}.env`,
      text,
    }));
  return {
    variables: [...variables("convex", convexEnv), ...variables("host", hostEnv)],
    tokens: tokens.map(({ stage, claims }, index) => ({
      label: `token ${index + 1}`,
      stage: stage ?? null,
      token: unsignedToken({ ...PROFILE, sub: "user_01EXAMPLE", iat: now - 10, exp: now + 290, ...claims }),
    })),
    jwtTemplates:
      jwtTemplate === undefined
        ? []
        : [{ stage: jwtTemplate.stage ?? null, file: "jwt-template.json", text: jwtTemplate.text }],
    jwks: null,
    app: null,
    now,
  };
}

function unsignedToken(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const header = { alg: "RS256", kid: "sso_oidc_key_pair_01EXAMPLE", typ: "JWT" };
  return `${part(header)}.${part(claims)}.${Buffer.alloc(256, 7).toString("base64url")}`;
}
