import type { TokenFact } from "./tokens.ts";

/** The readable parts of a token, without judging them. */
export type DecodedToken = Omit<TokenFact, "label" | "stage" | "bytes" | "verdict">;

/**
 * Decodes header and payload of a JWT leniently: what Convex makes of its form is the verdict's business.
 */
export function decodeToken(token: string): DecodedToken {
  const [head = "", body = "", signature] = token.trim().split(".");
  const header = decodePart(head);
  const claims = decodePart(body);
  const problem =
    signature === undefined || header === null || claims === null
      ? "It is no JWT: three parts with dots between them were expected, the first two of them JSON."
      : null;
  const audience = claims?.["aud"];
  return {
    problem,
    algorithm: textOrNull(header?.["alg"]),
    keyId: textOrNull(header?.["kid"]),
    claims: claims ?? {},
    issuer: textOrNull(claims?.["iss"]),
    audience: (Array.isArray(audience) ? audience : [audience]).filter(
      (it): it is string => typeof it === "string",
    ),
    issuedAt: numberOrNull(claims?.["iat"]),
    expiresAt: numberOrNull(claims?.["exp"]),
  };
}

function decodePart(part: string): Record<string, unknown> | null {
  try {
    const bytes = Uint8Array.from(atob(part.replace(/-/g, "+").replace(/_/g, "/")), (it) => it.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
