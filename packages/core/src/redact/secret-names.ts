/**
 * Names whose values are secrets, in any spelling: `WORKOS_API_KEY`, `refresh_token`, `codeVerifier`, `wos-session`. Matched
 * against the name in lower case without underscores, hyphens and dots.
 */
const SECRET_ENDINGS =
  /(?:password|passwd|secret|apikey|deploykey|adminkey|privatekey|signingkey|refreshtoken|accesstoken|idtoken|sessiontoken|authtoken|authenticationtoken|actionstoken|bearertoken|codeverifier|pkceverifier|sealedsession|sessiondata|wossession|wosauthverifier[0-9a-f]*)$/;

/** Names that end like a secret and hold none. */
const PUBLIC_NAMES = /(?:showpassword|forgotpassword|resetpassword)$/;

/** Whether a value under this name is a secret whatever it looks like. */
export function isSecretName(name: string): boolean {
  const bare = name.toLowerCase().replace(/[-_.]/g, "");
  return SECRET_ENDINGS.test(bare) && !PUBLIC_NAMES.test(bare);
}

/** Whether secrets travel under this name, authorization codes for instance, and public values as well. */
export function isAmbiguousName(name: string): boolean {
  return /^(?:code|token|authorization_?code|auth_?code)$/i.test(name);
}

/** Whether a value looks random: not like the code of an error or a status, nor like a word. */
export function looksRandom(value: string, shortest: number): boolean {
  return (
    value.length >= shortest &&
    /^[A-Za-z0-9._~%/+=-]+$/.test(value) &&
    /[0-9]/.test(value) &&
    /[A-Za-z]/.test(value)
  );
}

/** Whether a value stands for a secret without being one: empty, a reference to a variable, already redacted. */
export function isNoSecret(value: string): boolean {
  return (
    value === "" ||
    /^(?:null|undefined|true|false)$/.test(value) ||
    /^\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[^{}]*\}?)$/.test(value) ||
    /^\{\{[^{}]*(?:\}\})?$/.test(value) ||
    /^(?:process|import\.meta)\.env\b[\w."'![\]?]*$/.test(value) ||
    isShown(value)
  );
}

/** Whether a value is an expression of a program. Only asked where the name is not that of an environment variable. */
export function isExpression(value: string): boolean {
  return /^\{?[A-Za-z_$][\w$]*(?:\?*[.][\w$]+)*(?:\(|$)/.test(value) && !/^\w*[0-9]\w*$/.test(value);
}

/** A value that is already redacted. */
function isShown(value: string): boolean {
  return /^(?:\[redacted\]|sk_(?:test|live)_….{0,4}|eyJ…|Fe26\.2…|[A-Za-z0-9:_-]*(?:\||%7[cC])…)$/.test(
    value,
  );
}
