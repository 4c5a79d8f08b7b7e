/** The type of a WorkOS environment: `sandbox` was called "staging" before. */
export type WorkosEnvironmentType = "production" | "sandbox";

/** What is wrong with a URI that is, or would be, registered at WorkOS. */
export interface UriProblem {
  code: UriProblemCode;
  /** `certain`: WorkOS documents the rule. `likely`: it follows from a rule or a standard, but was not tried. */
  certainty: "certain" | "likely";
  /** One sentence: what is wrong and what to do. */
  message: string;
}

export type UriProblemCode =
  | "blemished"
  | "unfilled"
  | "not-absolute"
  | "no-host"
  | "forbidden-scheme"
  | "not-a-web-address"
  | "credentials"
  | "fragment"
  | "bad-port"
  | "http-in-production"
  | "localhost-in-production"
  | "several-wildcards"
  | "wildcard-with-custom-scheme"
  | "wildcard-outside-host"
  | "wildcard-not-leftmost"
  | "wildcard-on-public-suffix"
  | "wildcard-port-not-loopback"
  | "partial-port-wildcard"
  | "wildcard-as-default"
  | "wildcard-sent"
  | "wildcard-not-allowed"
  | "path-in-origin"
  | "trailing-slash-in-origin"
  | "unlike-browser-origin";

/** Makes a problem that WorkOS's documentation settles. */
export function certain(code: UriProblemCode, message: string): UriProblem {
  return { code, certainty: "certain", message };
}

/** Makes a problem that follows from a rule or a standard, but was not tried. */
export function likely(code: UriProblemCode, message: string): UriProblem {
  return { code, certainty: "likely", message };
}
