import { certain, likely, type UriProblem } from "./uri-problem.ts";
import { isWebScheme, parseWebUri, type WebUri } from "./web-uri.ts";

/** A URI that could be read, or the reasons why not. */
type WrittenUri = { uri: WebUri; problems: UriProblem[] } | { uri: null; problems: UriProblem[] };

const FORBIDDEN_SCHEMES = new Set(["javascript", "data", "file", "blob", "vbscript", "about"]);

/** What goes wrong before any rule of WorkOS applies: quotes, unfilled templates, missing scheme or host. */
export function readWrittenUri(text: string, name: string): WrittenUri {
  if (text.trim() === "") return refuse(certain("not-absolute", `The ${name} is empty.`));
  if (/^[\s"'`]|[\s"'`]$/.test(text)) {
    return refuse(
      certain(
        "blemished",
        `Quotes or whitespace belong to the ${name}; remove them, since WorkOS compares every character.`,
      ),
    );
  }
  if (/\$\{|\{\{|<[^>]*>/.test(text)) {
    return refuse(certain("unfilled", `The ${name} still holds a placeholder that nothing has filled in.`));
  }
  const uri = parseWebUri(text);
  if (uri === null) {
    return refuse(
      certain(
        "not-absolute",
        `The ${name} has no scheme; write it in full, such as https://app.example.com/callback.`,
      ),
    );
  }
  if (FORBIDDEN_SCHEMES.has(uri.scheme.toLowerCase())) {
    return refuse(certain("forbidden-scheme", `Nothing can be sent to a ${uri.scheme}: address; use https.`));
  }
  if (isWebScheme(uri.scheme) && uri.host === "") {
    return refuse(certain("no-host", `The ${name} has no host after its scheme.`));
  }
  const problems: UriProblem[] = [];
  if (/^(?:undefined|null)$/i.test(uri.host)) {
    problems.push(
      certain(
        "unfilled",
        `The host of the ${name} is the text "${uri.host}"; the variable it is built from is not set.`,
      ),
    );
  }
  if (uri.userInfo !== null)
    problems.push(likely("credentials", `The ${name} holds a user name or password before "@"; remove it.`));
  if (uri.fragment !== "") {
    problems.push(
      likely(
        "fragment",
        `The ${name} has a fragment (#…), which OAuth 2.0 forbids in a redirection endpoint.`,
      ),
    );
  }
  if (uri.port !== null && uri.port !== "*" && !uri.port.includes("*") && !isPort(uri.port)) {
    problems.push(certain("bad-port", `":${uri.port}" in the ${name} is no port.`));
  }
  return { uri, problems };
}

function refuse(problem: UriProblem): WrittenUri {
  return { uri: null, problems: [problem] };
}

function isPort(port: string): boolean {
  return /^\d{1,5}$/.test(port) && Number(port) <= 65535;
}
