/**
 * Suffixes under which anybody can register a name, as far as previews and tunnels of web apps live there. All are on the
 * public suffix list (https://publicsuffix.org), which is too large to carry; a suffix that is missing here is unknown.
 */
const PREVIEW_HOST_SUFFIXES = [
  "vercel.app",
  "vercel.dev",
  "now.sh",
  "netlify.app",
  "pages.dev",
  "workers.dev",
  "ngrok-free.app",
  "ngrok-free.dev",
  "ngrok.app",
  "ngrok.dev",
  "ngrok.io",
  "ngrok.pizza",
  "trycloudflare.com",
  "ts.net",
  "fly.dev",
  "onrender.com",
  "herokuapp.com",
  "github.io",
  "gitlab.io",
  "web.app",
  "firebaseapp.com",
  "a.run.app",
  "appspot.com",
  "azurewebsites.net",
  "azurestaticapps.net",
  "amplifyapp.com",
  "cloudfront.net",
  "deno.dev",
  "replit.app",
  "replit.dev",
  "repl.co",
  "csb.app",
  "expo.app",
  "hf.space",
  "convex.site",
];

/** The one that WorkOS's documentation names as refused. */
const DOCUMENTED_SUFFIX = "ngrok-free.app";

/**
 * Whether a domain is a public suffix, so that a wildcard below it would match strangers' hosts.
 *
 * @returns `certain` for a bare top-level domain and for WorkOS's own example; `likely` for other suffixes of the public
 *   suffix list, where WorkOS's refusal follows from its rule but was not tried; null when nothing is known
 */
export function publicSuffixCertainty(domain: string): "certain" | "likely" | null {
  const name = domain.toLowerCase().replace(/\.$/, "");
  if (!name.includes(".")) return name === "localhost" ? null : "certain";
  if (name === DOCUMENTED_SUFFIX) return "certain";
  return PREVIEW_HOST_SUFFIXES.includes(name) ? "likely" : null;
}
