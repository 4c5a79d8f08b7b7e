/** Header and claims of a token. Never the signature, never the token. */
export interface TokenContent {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
}

/** @returns null where the text is no JWT */
export function readToken(token: string | null): TokenContent | null {
  const header = readPart(token, 0);
  const claims = readClaims(token);
  return header === null || claims === null ? null : { header, claims };
}

/** The claims alone, whatever the header is. @returns null where they cannot be read */
export function readClaims(token: string | null): Record<string, unknown> | null {
  return readPart(token, 1);
}

/** When an access token expires, in seconds since 1970, as it says itself; 0 where it says nothing. */
export function expiryOf(token: string): number {
  const expiry = readClaims(token)?.["exp"];
  return typeof expiry === "number" ? expiry : 0;
}

function readPart(token: string | null, index: number): Record<string, unknown> | null {
  const part = token?.split(".")[index] ?? "";
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
      character.charCodeAt(0),
    );
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return null;
  }
}
