/** Header and claims of a token, undecoded parts left out. Never the signature, never the token. */
export interface TokenContent {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
}

/** @returns null where the text is no JWT */
export function readClaims(token: string | null): TokenContent | null {
  if (token === null) return null;
  const [header, claims] = token.split(".").slice(0, 2).map(readPart);
  return header == null || claims == null ? null : { header, claims };
}

function readPart(part: string): Record<string, unknown> | null {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
      character.charCodeAt(0),
    );
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return null;
  }
}
