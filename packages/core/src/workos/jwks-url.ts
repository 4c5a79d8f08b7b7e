import { WORKOS_API_HOST } from "./issuer-forms.ts";

/**
 * What a `jwks` URL of an auth config points to.
 *
 * - `workos`: `https://<api host>/sso/jwks/<clientId>`, the keys of session tokens
 * - `wrong-workos-path`: WorkOS's API host with a path where these keys are not, or without a client id
 * - `authkit-oauth2`: `https://<host>/oauth2/jwks`, the keys of Connect, MCP and machine-to-machine tokens
 * - `data`: the keys are inside the URL
 * - `elsewhere`: any other http(s) URL: another identity provider, or an own proxy of the keys
 * - `not-a-url`: Convex cannot fetch it
 */
export type JwksUrlForm =
  | "workos"
  | "wrong-workos-path"
  | "authkit-oauth2"
  | "data"
  | "elsewhere"
  | "not-a-url";

/** What a JWKS URL says. */
export interface JwksUrlReading {
  form: JwksUrlForm;
  /** Lower case, with a port if there is one. null for `data` and `not-a-url`. */
  host: string | null;
  /** null when the form carries none, or when its place is empty. Verbatim otherwise, `undefined` included. */
  clientId: string | null;
  /** `workos` on another host than `api.workos.com`. */
  customHost: boolean;
  /** False for slashes too many, http on a public host, or quotes and whitespace around it. */
  exact: boolean;
}

/** Where WorkOS publishes the keys of one client id. The custom domain serves them too, if there is one. */
export function expectedJwksUrl(clientId: string, apiHost: string = WORKOS_API_HOST): string {
  return `https://${apiHost}/sso/jwks/${clientId}`;
}

/** Reads the `jwks` URL of an auth config. Convex does not validate it at push time, so anything can stand here. */
export function readJwksUrl(url: string): JwksUrlReading {
  const tidy = url
    .trim()
    .replace(/^(["'`])(.*)\1$/s, "$2")
    .trim();
  const nothing = { host: null, clientId: null, customHost: false };
  if (/^data:/i.test(tidy)) return { form: "data", ...nothing, exact: tidy === url };
  const parts = /^(https?):\/\/([^/?#\s]+)([^?#\s]*)(?:[?#]\S*)?$/i.exec(tidy);
  if (parts === null) return { form: "not-a-url", ...nothing, exact: false };

  const scheme = (parts[1] ?? "").toLowerCase();
  const host = (parts[2] ?? "").toLowerCase();
  const path = parts[3] ?? "";
  const segments = path.split("/").filter((segment) => segment !== "");
  const onApiHost = host === WORKOS_API_HOST;
  const clean = tidy === url && path === `/${segments.join("/")}`;
  const exact = clean && (scheme === "https" || isLocal(host));

  const [first, second, clientId] = segments;
  if (first === "sso" && second === "jwks" && segments.length <= 3) {
    if (clientId !== undefined) return { form: "workos", host, clientId, customHost: !onApiHost, exact };
    return {
      form: onApiHost ? "wrong-workos-path" : "elsewhere",
      host,
      clientId: null,
      customHost: false,
      exact,
    };
  }
  if (onApiHost) return { form: "wrong-workos-path", host, clientId: null, customHost: false, exact };
  const isOauth2 = segments.join("/") === "oauth2/jwks";
  return { form: isOauth2 ? "authkit-oauth2" : "elsewhere", host, clientId: null, customHost: false, exact };
}

function isLocal(host: string): boolean {
  const name = host.replace(/:\d+$/, "");
  return name === "localhost" || name === "[::1]" || /^127(?:\.\d+){3}$/.test(name) || !name.includes(".");
}
