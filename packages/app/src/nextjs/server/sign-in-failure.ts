import { causesOf } from "./error-causes.ts";
import { ownPath } from "./own-path.ts";

/** Why somebody came back from AuthKit without being signed in. */
export type SignInFailureKind =
  /** The visitor cancelled, or WorkOS let the account in nowhere (`error=access_denied` says both). */
  | "denied"
  /** WorkOS refused in another way: `error=` with another code. */
  | "refused"
  /** Code, state or verifier cannot be used: too old, used before, of another browser, or made up. */
  | "expired"
  /** WorkOS could not be reached, or was in trouble. */
  | "unavailable"
  /** The app's own settings: API key, cookie password, `onSuccess`. */
  | "failed";

/** A sign-in that did not work, for a page that tells it. */
export interface SignInFailure {
  kind: SignInFailureKind;
  /** Sentences for the visitor. Nothing of the address is in them, so that no link can put words into the app's mouth. */
  says: string;
  /** Where the visitor wanted to go: a path of this app. */
  returnTo: string;
}

const SENTENCES: Record<SignInFailureKind, string> = {
  denied: "The sign-in was cancelled, or this account was not let in.",
  refused: "AuthKit refused the sign-in.",
  expired:
    "This sign-in can no longer be finished. It has to begin and end in the same browser within ten minutes, and can be finished once.",
  unavailable: "The sign-in could not be finished, because WorkOS did not answer. Try again in a moment.",
  failed: "The sign-in could not be finished. The reason lies with this app, not with your account.",
};

/**
 * The failure that `callbackRoute({ failurePage })` has sent the visitor to this page for.
 *
 * @param query the page's `searchParams`; anything else than what the route wrote is taken for a sign-in that has expired
 *
 * @example
 * ```tsx
 * const { says, returnTo } = signInFailure(await searchParams);
 * ```
 */
export function signInFailure(query: Record<string, string | string[] | undefined>): SignInFailure {
  const { kind, returnTo } = query;
  return failureOf(
    typeof kind === "string" && isKind(kind) ? kind : "expired",
    typeof returnTo === "string" ? returnTo : null,
  );
}

/** @param returnTo `/` is taken where it is no path of this app */
export function failureOf(kind: SignInFailureKind, returnTo: string | null): SignInFailure {
  return { kind, says: SENTENCES[kind], returnTo: ownPath(returnTo) ?? "/" };
}

const isKind = (text: string): text is SignInFailureKind => Object.hasOwn(SENTENCES, text);

/** What a request at the callback, and what authkit-nextjs threw there, mean. @param error undefined: 2.17 has nothing to say without a code */
export function kindOfFailure(query: URLSearchParams, error: unknown): SignInFailureKind {
  if (!query.has("code")) {
    const refusal = query.get("error");
    if (refusal === null) return "expired";
    return refusal === "access_denied" ? "denied" : "refused";
  }
  const causes = [...causesOf(error)];
  if (causes.some(isUnusable)) return "expired";
  return causes.some(isOutage) ? "unavailable" : "failed";
}

/** By its code since 4.2, by its words before; valibot's, where a seal is broken or too old; WorkOS's, where the code is. */
const isUnusable = ({ name, message, code, error }: Error & Record<string, unknown>): boolean =>
  ["missing_auth_params", "missing_pkce_cookie", "oauth_state_mismatch"].includes(String(code)) ||
  /^(?:Auth cookie missing|OAuth state mismatch|Missing required auth parameter)/.test(message) ||
  name === "ValiError" ||
  error === "invalid_grant";

/** A lost connection shows as a plain `TypeError: fetch failed`, and has the code of a socket below it. */
const isOutage = ({ name, message, status, code }: Error & Record<string, unknown>): boolean =>
  (typeof status === "number" && (status === 408 || status === 429 || status >= 500)) ||
  message === "fetch failed" ||
  name === "TimeoutError" ||
  /^(?:UND_ERR|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT)/.test(String(code));
