import { fingerprint } from "../../fingerprint.ts";
import { readApiKey, readClientId, readCookiePassword } from "@convex-authkit/core";
import type { VariableValue } from "./environment.ts";

/** Prefixes that make a framework put a variable into the client's bundle. */
const PUBLIC_PREFIX =
  /^(?:NEXT_PUBLIC|VITE|EXPO_PUBLIC|PUBLIC|REACT_APP|BUN_PUBLIC|NUXT_PUBLIC|GATSBY|RENDERER_VITE)_/;

/** Ends of names whose values are addresses, ids and switches. */
const PUBLIC_NAME =
  /(?:^|_)(?:CLIENT_?ID|ENVIRONMENT_ID|ORG(?:ANIZATION)?_ID|TEAM_ID|PROJECT_ID|URLS?|URI|URIS|HOST|HOSTNAME|DOMAIN|PORT|ORIGINS?|HTTPS|ISSUER|AUDIENCE|AUD|ENV|MODE|DEPLOYMENT|COOKIE_NAME|COOKIE_MAX_AGE|COOKIE_SAMESITE|SAMESITE|REGION|STAGE|BRANCH|DEBUG|ENABLED|PATH|PATHNAME)$/;

/** Names whose values give power to whoever holds them, whatever their prefix. */
const SECRET_NAME =
  /(?:API_?KEY|SECRET|PASSWORD|PASSWD|TOKEN|PRIVATE|CREDENTIAL|DEPLOY_?KEY|ADMIN_?KEY|WEBHOOK|SIGNING|ENCRYPTION|SEAL|DSN)/;

/** Values that are secrets under any name: WorkOS and other `sk_` keys, JWTs, deploy keys, PEM, addresses with a password. */
const SECRET_VALUE =
  /\bsk[-_][A-Za-z0-9]|\beyJ[\w-]{8,}\.|^(?:prod|dev|preview|project):[^|]*\||-----BEGIN|:\/\/[^/\s@]*@|\bgh[pousr]_|Fe26\.2\*/;

/**
 * Turns the text of a variable into what a fact may hold. Anything that is not evidently an id, an address or a switch
 * counts as a secret.
 */
export function variableValue(name: string, text: string): VariableValue {
  return isSecret(name, text) ? secretValue(name, text) : { kind: "public", text };
}

function isSecret(name: string, text: string): boolean {
  if (text === "") return false;
  if (SECRET_VALUE.test(text)) return true;
  // Client ids stay readable wherever they are put by mistake.
  if (readClientId(text).kind === "well-formed") return false;
  if (SECRET_NAME.test(name)) return true;
  return !PUBLIC_NAME.test(name) && !PUBLIC_PREFIX.test(name);
}

function secretValue(name: string, text: string): VariableValue {
  const key = readApiKey(text);
  const environment =
    key.environment === "sandbox" ? "sk_test" : key.environment === "production" ? "sk_live" : null;
  const placeholder = name.includes("COOKIE_PASSWORD")
    ? readCookiePassword(text).published
    : key.kind === "placeholder" || key.kind === "expression";
  return {
    kind: "secret",
    shown: shownSecret(text, environment),
    length: text.length,
    fingerprint: fingerprintOf(text),
    apiKey: environment,
    placeholder,
  };
}

/** Too short to tell the secret; Node's cryptography takes longer to load than all else that is done with variables. */
function fingerprintOf(text: string): string {
  return fingerprint(text).slice(-8);
}

/** Enough to recognise which key it is, too little to use it. */
function shownSecret(text: string, apiKey: "sk_test" | "sk_live" | null): string {
  if (apiKey !== null) return text.length >= 24 ? `${apiKey}_…${text.trim().slice(-4)}` : `${apiKey}_…`;
  return `… (${text.length} characters)`;
}
