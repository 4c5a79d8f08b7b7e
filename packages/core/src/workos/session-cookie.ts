import { utf8Length } from "./utf8-length.ts";

/** Browsers drop a cookie whose name and value together are longer, in bytes (RFC 6265bis, section 5.6). */
export const MAX_COOKIE_BYTES = 4096;

/** The name that authkit-nextjs gives its session cookie unless `WORKOS_COOKIE_NAME` says otherwise. */
export const SESSION_COOKIE_NAME = "wos-session";

/**
 * What iron-session adds around the ciphertext of a seal without time limit:
 * `Fe26.2*1*<64 salt>*<22 iv>*<ciphertext>**<64 salt>*<43 hmac>~2`.
 */
const SEAL_FRAME_BYTES = 209;
const AES_BLOCK_BYTES = 16;

/**
 * The length of an iron-session seal, in bytes: AES-256-CBC pads to whole blocks, at least by one byte, and base64url
 * takes four characters for three bytes, without padding.
 *
 * @param plaintextBytes length of the sealed JSON in UTF-8
 */
export function sealedLength(plaintextBytes: number): number {
  const padded = (Math.floor(plaintextBytes / AES_BLOCK_BYTES) + 1) * AES_BLOCK_BYTES;
  return SEAL_FRAME_BYTES + Math.ceil((padded * 4) / 3);
}

/** What a session cookie is made of. Lengths in characters (tokens are ASCII), the rest in bytes of JSON. */
export interface SessionCookieContent {
  accessTokenLength: number;
  refreshTokenLength: number;
  /** The user object as the SDK holds it (camelCase keys), as JSON in UTF-8. */
  userBytes: number;
  /** The impersonator object as JSON; absent unless the session is impersonated. */
  impersonatorBytes?: number;
  /** Such as `GoogleOAuth` or `Password`; absent after a refresh in some versions. */
  authenticationMethod?: string;
  /** `WORKOS_COOKIE_NAME`, where it is set. */
  cookieName?: string;
  /** `WORKOS_COOKIE_DOMAIN`, where it is set. */
  cookieDomain?: string;
}

/** How large a session cookie gets, and whether browsers keep it. */
export interface SessionCookieEstimate {
  /** Name and value, which is what browsers measure. */
  nameAndValueBytes: number;
  /** The whole `Set-Cookie` line with the attributes that authkit-nextjs sets (a framework may add `Expires`), which older browsers and some proxies measure. */
  setCookieBytes: number;
  /** `kept`; `dropped` silently by every browser; `at-risk` where attributes are counted too. */
  fate: "kept" | "at-risk" | "dropped";
  /** How many more bytes of JSON fit before browsers drop the cookie; negative: how many must go. */
  spareBytes: number;
}

/**
 * Computes the size of the `wos-session` cookie of authkit-nextjs, which holds the access token, the refresh token and the
 * whole user, sealed by iron-session, in one cookie. Exact for known parts; the user object is usually the unknown one.
 */
export function estimateSessionCookie(content: SessionCookieContent): SessionCookieEstimate {
  const name = content.cookieName ?? SESSION_COOKIE_NAME;
  const plaintextBytes = sessionJsonBytes(content);
  const nameAndValueBytes = utf8Length(name) + sealedLength(plaintextBytes);
  const setCookieBytes = nameAndValueBytes + 1 + attributesLength(content.cookieDomain);
  return {
    nameAndValueBytes,
    setCookieBytes,
    fate:
      nameAndValueBytes > MAX_COOKIE_BYTES
        ? "dropped"
        : setCookieBytes > MAX_COOKIE_BYTES
          ? "at-risk"
          : "kept",
    spareBytes: largestPlaintext(name) - plaintextBytes,
  };
}

/** The JSON that is sealed: `{"accessToken":"…","refreshToken":"…","user":{…},"impersonator":{…},"authenticationMethod":"…"}`. */
function sessionJsonBytes(content: SessionCookieContent): number {
  const members = [
    '"accessToken":""'.length + content.accessTokenLength,
    '"refreshToken":""'.length + content.refreshTokenLength,
    '"user":'.length + content.userBytes,
  ];
  if (content.impersonatorBytes !== undefined)
    members.push('"impersonator":'.length + content.impersonatorBytes);
  if (content.authenticationMethod !== undefined) {
    members.push('"authenticationMethod":'.length + utf8Length(JSON.stringify(content.authenticationMethod)));
  }
  return 2 + members.reduce((total, bytes) => total + bytes, 0) + (members.length - 1);
}

/** The longest JSON whose seal fits into a cookie of this name. */
function largestPlaintext(cookieName: string): number {
  const ciphertext = MAX_COOKIE_BYTES - utf8Length(cookieName) - SEAL_FRAME_BYTES;
  const blocks = Math.floor((ciphertext * 3) / 4 / AES_BLOCK_BYTES);
  return blocks * AES_BLOCK_BYTES - 1;
}

/** authkit-nextjs's attributes over https, with its default lifetime of 400 days. */
function attributesLength(domain: string | undefined): number {
  const fixed = "; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=34560000".length;
  return fixed + (domain === undefined ? 0 : `; Domain=${domain}`.length);
}
