/** The host of WorkOS's API where no custom authentication API domain is set up. */
export const WORKOS_API_HOST = "api.workos.com";

/**
 * The forms in which issuers occur beside AuthKit.
 *
 * - `user-management`: `https://<api host>/user_management/<clientId>`, issued by environments created since mid-2025
 * - `api-origin`: `https://<api host>`, shared by all older environments, so it proves nothing without an audience
 * - `sso`, `convex`: `https://<api host>/sso/<clientId>` and `/convex/<clientId>`, behind flags at WorkOS
 * - `authkit-domain`: `https://<name>.authkit.app`, for Connect, MCP and machine-to-machine tokens; no session token has it
 * - `unknown-api-path`: WorkOS's API host with a path that no session token is known to carry
 * - `elsewhere`: not recognisable as WorkOS's; it may belong to another identity provider
 */
export type IssuerForm =
  | "user-management"
  | "api-origin"
  | "sso"
  | "convex"
  | "authkit-domain"
  | "unknown-api-path"
  | "elsewhere";

/** What an issuer string says. */
export interface IssuerReading {
  form: IssuerForm;
  /** As Convex compares it: see `normalizeIssuer`. */
  normalized: string;
  /** Lower case, with a port if there is one. null where the string has no host. */
  host: string | null;
  /** null when the form carries none, or when its place is empty. Verbatim otherwise, `undefined` included. */
  clientId: string | null;
  /** The host is not `api.workos.com` (nor `*.authkit.app`): a custom authentication API domain, or a local emulator. */
  customHost: boolean;
  /**
   * Whether `normalized` is, byte for byte, an issuer of this form. False for another scheme than https, a host in
   * upper case, doubled slashes inside, a query, or quotes and whitespace around it. Convex compares bytes, so an inexact
   * issuer matches no token of WorkOS. Always true for `elsewhere`.
   */
  exact: boolean;
}

/**
 * Normalises an issuer as Convex does on both sides before it compares them byte for byte: `https://` in front unless
 * there is a scheme of http or https, and all trailing slashes gone. Nothing else: no case folding, http stays http.
 * `tokenIdentifier` keeps the raw issuer of the token.
 */
export function normalizeIssuer(issuer: string): string {
  const withScheme =
    issuer.startsWith("https://") || issuer.startsWith("http://") ? issuer : `https://${issuer}`;
  let end = withScheme.length;
  while (end > 0 && withScheme[end - 1] === "/") end--;
  return withScheme.slice(0, end);
}

/**
 * Reads an issuer.
 *
 * @param options.apiHosts hosts known to be this environment's WorkOS API (a custom authentication API domain, a local
 *   emulator `localhost:4100`). Without them the bare origin of a custom domain reads as `elsewhere`, since every OIDC
 *   provider looks like that; the forms with a client id are recognised on any host.
 */
export function readIssuer(issuer: string, options: { apiHosts?: readonly string[] } = {}): IssuerReading {
  const normalized = normalizeIssuer(issuer);
  const tidy = normalizeIssuer(
    issuer
      .trim()
      .replace(/^(["'`])(.*)\1$/s, "$2")
      .trim(),
  );
  const parts = /^(https?):\/\/([^/?#]+)([^?#]*)/i.exec(tidy);
  if (parts === null)
    return { form: "elsewhere", normalized, host: null, clientId: null, customHost: false, exact: true };

  const host = (parts[2] ?? "").toLowerCase();
  const segments = (parts[3] ?? "").split("/").filter((segment) => segment !== "");
  const apiHosts = options.apiHosts ?? [];
  const isApiHost = host === WORKOS_API_HOST || apiHosts.some((known) => known.toLowerCase() === host);
  const { form, clientId } = readPath(segments, host, isApiHost);
  const customHost = form !== "elsewhere" && form !== "authkit-domain" && host !== WORKOS_API_HOST;
  const scheme = customHost && isLoopbackHost(host) ? (parts[1] ?? "") : "https";
  const exact = form === "elsewhere" || normalized === canonicalIssuer(scheme, host, segments);
  return { form, normalized, host, clientId, customHost, exact };
}

/** Whether every older WorkOS environment issues this, so that only `applicationID` and `aud` tell them apart. */
export function isSharedIssuer(issuer: string): boolean {
  return normalizeIssuer(issuer) === `https://${WORKOS_API_HOST}`;
}

/** The issuers that session tokens of one client id can carry, in the spelling that WorkOS uses. */
export interface ExpectedIssuers {
  userManagement: string;
  apiOrigin: string;
  sso: string;
  convex: string;
}

/** @param apiHost the custom authentication API domain, if there is one; host only, without scheme */
export function expectedIssuers(clientId: string, apiHost: string = WORKOS_API_HOST): ExpectedIssuers {
  const origin = `https://${apiHost}`;
  return {
    userManagement: `${origin}/user_management/${clientId}`,
    apiOrigin: origin,
    sso: `${origin}/sso/${clientId}`,
    convex: `${origin}/convex/${clientId}`,
  };
}

const FORM_OF_PATH: Record<string, IssuerForm> = {
  user_management: "user-management",
  sso: "sso",
  convex: "convex",
};

function readPath(
  segments: string[],
  host: string,
  isApiHost: boolean,
): { form: IssuerForm; clientId: string | null } {
  const [first, second] = segments;
  if (first === undefined) {
    if (isApiHost) return { form: "api-origin", clientId: null };
    return { form: host.endsWith(".authkit.app") ? "authkit-domain" : "elsewhere", clientId: null };
  }
  const form = Object.hasOwn(FORM_OF_PATH, first) ? FORM_OF_PATH[first] : undefined;
  if (form !== undefined && segments.length <= 2) {
    // On an unknown host only the client id shows that a path as common as /sso is WorkOS's.
    const isWorkos = isApiHost || first === "user_management" || second?.startsWith("client_") === true;
    if (isWorkos) return { form, clientId: second ?? null };
  }
  return { form: isApiHost ? "unknown-api-path" : "elsewhere", clientId: null };
}

function canonicalIssuer(scheme: string, host: string, segments: string[]): string {
  return [`${scheme}://${host}`, ...segments].join("/");
}

/** An emulator on this machine may issue http. */
function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/.test(host);
}
