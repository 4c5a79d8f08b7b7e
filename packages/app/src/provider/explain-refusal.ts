import { askConvex } from "./ask-convex.ts";
import { readClaims } from "./read-token.ts";

/** What Convex said about a token, and what it is likely to come from. */
export interface RefusalExplained {
  message: string;
  /** Null: the message fits several failure modes; the debug page can tell them apart. */
  failureMode: string | null;
}

/**
 * Says in the console, in one line, why Convex refused a token. Development only; loaded when it is needed.
 *
 * @param message Convex's words where the client told them; otherwise the deployment is asked with the same token
 * @param url the deployment's URL
 * @returns null where neither the client nor the deployment told a reason
 */
export async function sayRefusal(refusal: {
  message: string | null;
  token: string | null;
  url: string;
}): Promise<RefusalExplained | null> {
  const message = refusal.message ?? (await askConvex(refusal.url, refusal.token)).message;
  if (message === null) return null;
  const explained = explainRefusal(message, refusal.token);
  const { failureMode } = explained;
  if (message !== said)
    console.error(
      `convex-authkit: Convex refused the access token: ${message}${failureMode === null ? "" : ` [${failureMode}: npx convex-authkit explain ${failureMode}]`}`,
    );
  said = message;
  return explained;
}

/** A refused token is offered again and again; the same answer is told once. */
let said: string | null = null;

/**
 * Names the failure mode behind a message of Convex, as far as message and token tell it. The whole judgement, with the keys, is
 * made by `convex-authkit verdict` and by the debug page.
 */
export function explainRefusal(message: string, token: string | null): RefusalExplained {
  const found = BY_TEXT.find(([text]) => text.test(message))?.[1];
  if (found !== undefined) return { message, failureMode: found };
  if (!message.startsWith("No auth provider found")) return { message, failureMode: null };
  if (message.includes("(no providers configured)"))
    return { message, failureMode: "auth-config-empty-providers" };
  return { message, failureMode: providerMismatch(message, token) };
}

const BY_TEXT: readonly (readonly [RegExp, string])[] = [
  [/Invalid Content-Type/, "jwks-content-type"],
  [/Could not fetch JWKS from URL '[^']*(?:localhost|127\.0\.0\.1|\[::1\])/, "emulator-jwks-unreachable"],
  [/Could not fetch JWKS|Invalid JWKS response body/, "jwks-url-wrong"],
  [/'kid' \(key ID\) header/, "kid-mismatch"],
  [/Token expired|Token will be valid in/, "clock-skew"],
];

/** The issuers that Convex lists in development, against the token's. */
function providerMismatch(message: string, token: string | null): string | null {
  const listed = [...message.matchAll(/CustomJWT\(issuer=([^,)]*), app_id=([^)]*)\)/g)].map(
    ([, issuer = "", applicationId = ""]) => ({ issuer: trimmed(issuer), applicationId }),
  );
  const issuer = issuerOf(token);
  if (listed.length === 0 || issuer === null) return null;
  const same = listed.find((provider) => provider.issuer === issuer);
  const client = /\/user_management\/([^/]+)$/.exec(issuer)?.[1];
  if (same !== undefined)
    return client === undefined
      ? "shared-issuer-token-without-aud"
      : "application-id-on-user-management-provider";
  if (client === undefined)
    return issuer === "https://api.workos.com" ? "second-provider-missing" : "foreign-token-kind";
  const origin = issuer.slice(0, issuer.indexOf("/user_management/"));
  const siblings = listed.filter((provider) => provider.issuer.includes("/user_management/"));
  if (siblings.some((provider) => provider.issuer.startsWith(origin))) return "convex-client-id-wrong-env";
  if (siblings.length > 0) return "custom-auth-domain-issuer";
  return "second-provider-missing";
}

function issuerOf(token: string | null): string | null {
  const issuer = readClaims(token)?.["iss"];
  return typeof issuer === "string" ? trimmed(issuer) : null;
}

const trimmed = (issuer: string): string => issuer.replace(/\/+$/, "");
