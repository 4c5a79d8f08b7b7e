/**
 * A URI cut into its parts without decoding or normalising anything, since WorkOS compares redirect URIs byte for byte.
 * Unlike `URL` it accepts `*` as a port and knows custom schemes and web schemes alike.
 */
export interface WebUri {
  /** Without the colon, as written. */
  scheme: string;
  /** Before an `@`, or null. */
  userInfo: string | null;
  /** As written; IPv6 in its brackets. Empty for `myapp:///callback` and `com.example.app:/callback`. */
  host: string;
  /** Digits, or whatever stands there; null when there is no port. */
  port: string | null;
  /** From the first `/` on, or empty. */
  path: string;
  /** With its `?`, or empty. */
  query: string;
  /** With its `#`, or empty. */
  fragment: string;
}

const URI = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?$/is;

/** Cuts a URI into its parts. null when it does not begin with a scheme. */
export function parseWebUri(text: string): WebUri | null {
  const match = URI.exec(text);
  if (match === null) return null;
  const [, scheme = "", authority = "", path = "", query = "", fragment = ""] = match;
  // `localhost:3000/callback` and `app.example.com:8080` are hosts without a scheme, not schemes.
  if (match[2] === undefined && /^\d/.test(path)) return null;
  const at = authority.lastIndexOf("@");
  const hostAndPort = authority.slice(at + 1);
  const portAt = /:[^:\]]*$/.exec(hostAndPort)?.index ?? -1;
  return {
    scheme,
    userInfo: at === -1 ? null : authority.slice(0, at),
    host: portAt === -1 ? hostAndPort : hostAndPort.slice(0, portAt),
    port: portAt === -1 ? null : hostAndPort.slice(portAt + 1),
    path,
    query,
    fragment,
  };
}

/** Whether a browser or server reaches this URI by http or https. */
export function isWebScheme(scheme: string): boolean {
  return /^https?$/i.test(scheme);
}

/** `localhost` (RFC 6761), without its subdomains. */
export function isLocalhost(host: string): boolean {
  return host.toLowerCase() === "localhost";
}

/** 127.0.0.0/8 and `[::1]` (RFC 8252, section 7.3). */
export function isLoopbackAddress(host: string): boolean {
  return /^127(?:\.\d{1,3}){3}$/.test(host) || host === "[::1]";
}
