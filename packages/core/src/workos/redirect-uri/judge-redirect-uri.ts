import { certain, likely, type UriProblem, type WorkosEnvironmentType } from "./uri-problem.ts";
import { isLocalhost, isLoopbackAddress, isWebScheme, type WebUri } from "./web-uri.ts";
import { hasWildcard, wildcardProblems } from "./wildcard.ts";
import { readWrittenUri } from "./written-form.ts";

/** How a URI is used, as far as known. */
export interface UriUse {
  /** null or absent: unknown, so that only rules of both environment types apply. */
  environment?: WorkosEnvironmentType | null;
  /** The URI is the default of its list. */
  isDefault?: boolean;
  /** `registered`: an entry in the dashboard or convex.json. `sent`: what the app puts into its request. */
  role?: "registered" | "sent";
}

/**
 * Judges a redirect URI by WorkOS's rules (https://workos.com/docs/sso/redirect-uris). Custom schemes of native apps
 * are fine. Empty means: nothing speaks against it, which is not the same as "it is registered". Templates that a tool fills
 * in later (`${buildEnv.…}` in convex.json) count as `unfilled`: fill them in first, or do not ask.
 */
export function judgeRedirectUri(uri: string, use: UriUse = {}): UriProblem[] {
  return judge(uri, use, "redirect URI");
}

/**
 * Judges a sign-out redirect, the allowed values of `return_to`
 * (https://workos.com/docs/authkit/sessions, "Sign-out redirect"): the same rules as redirect URIs.
 */
export function judgeSignOutRedirect(uri: string, use: UriUse = {}): UriProblem[] {
  return judge(uri, use, "sign-out redirect");
}

/** Judges an app homepage URL: one web address, without wildcard. In production `localhost` is of no use to anybody else. */
export function judgeHomepageUrl(uri: string, use: Pick<UriUse, "environment"> = {}): UriProblem[] {
  const written = readWrittenUri(uri, "homepage URL");
  if (written.uri === null) return written.problems;
  const problems = [...written.problems];
  if (!isWebScheme(written.uri.scheme)) {
    problems.push(certain("not-a-web-address", "The homepage URL must be an http or https address."));
  }
  if (hasWildcard(uri)) {
    problems.push(
      certain("wildcard-not-allowed", "The homepage URL is a single address and takes no wildcard."),
    );
  }
  const local = isLocalhost(written.uri.host) || isLoopbackAddress(written.uri.host);
  if (use.environment === "production" && local) {
    problems.push(
      likely(
        "localhost-in-production",
        "The homepage URL of a production environment points to this machine.",
      ),
    );
  }
  return problems;
}

function judge(text: string, use: UriUse, name: string): UriProblem[] {
  const written = readWrittenUri(text, name);
  if (written.uri === null) return written.problems;
  const problems = [...written.problems];
  if (use.role === "sent") {
    if (hasWildcard(text) || /%2a/i.test(written.uri.host)) {
      problems.push(
        certain(
          "wildcard-sent",
          `The app sends the wildcard itself as its ${name}; it must send the address it runs at.`,
        ),
      );
    }
  } else {
    problems.push(...wildcardProblems(written.uri, text));
    if (use.isDefault === true && hasWildcard(text)) {
      problems.push(
        certain(
          "wildcard-as-default",
          `A wildcard cannot be the default ${name}; register one full address as default.`,
        ),
      );
    }
  }
  if (use.environment === "production") problems.push(...productionProblems(written.uri, name));
  return problems;
}

function productionProblems(uri: WebUri, name: string): UriProblem[] {
  if (isLocalhost(uri.host) && isWebScheme(uri.scheme)) {
    return [
      certain(
        "localhost-in-production",
        `A production environment of WorkOS refuses localhost as ${name}; http://127.0.0.1 is the one exception.`,
      ),
    ];
  }
  if (uri.scheme.toLowerCase() !== "http") return [];
  if (uri.host === "127.0.0.1") return [];
  if (isLoopbackAddress(uri.host)) {
    return [
      likely(
        "http-in-production",
        `Of http addresses WorkOS documents only http://127.0.0.1 for production environments.`,
      ),
    ];
  }
  return [
    certain("http-in-production", `A production environment of WorkOS refuses http as ${name}; use https.`),
  ];
}
