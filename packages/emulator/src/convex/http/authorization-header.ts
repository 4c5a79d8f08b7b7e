import { type Credential, NO_CREDENTIAL } from "../auth/credential.ts";
import { ServerError } from "../server-error.ts";

/**
 * Reads who calls from the headers of a request, with the same misleading errors as Convex's.
 *
 * @throws {ServerError} InvalidHeaderFailure, InvalidAdminKey (also for what is no admin key at all), HeaderParseFailure
 */
export function readAuthorization(header: string | null, adminKeyParameter: string | null): Credential {
  if (header === null)
    return adminKeyParameter === null ? NO_CREDENTIAL : { type: "admin", key: adminKeyParameter };
  if (header.length < 7)
    throw new ServerError("bad-request", "InvalidHeaderFailure", "Invalid authentication header");
  if (/^convex /i.test(header)) return readAdminKey(header.slice(7));
  const token = /^bearer (.+)$/i.exec(header)?.[1]?.trim() ?? "";
  if (token === "") throw new ServerError("bad-request", "InvalidAdminKey", "Invalid admin key");
  return { type: "user", token };
}

/** `<key>`, `<type>:<key>` or either with `:<base64 of an identity>` behind. */
function readAdminKey(sent: string): Credential {
  const key = sent.replace(/^[^:|]*:/, "");
  const colon = key.indexOf(":");
  if (colon === -1) return { type: "admin", key };
  try {
    const actingAs: unknown = JSON.parse(Buffer.from(key.slice(colon + 1), "base64").toString());
    return { type: "admin", key: key.slice(0, colon), actingAs };
  } catch {
    throw new ServerError("bad-request", "HeaderParseFailure", "Malformed Authorization header.");
  }
}
