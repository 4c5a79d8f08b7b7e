import { publicSuffixCertainty } from "./public-suffix.ts";
import { certain, type UriProblem } from "./uri-problem.ts";
import { isLocalhost, isLoopbackAddress, isWebScheme, type WebUri } from "./web-uri.ts";

/** Whether the URI, as written, holds a wildcard. */
export function hasWildcard(text: string): boolean {
  return text.includes("*");
}

/**
 * WorkOS's rules for wildcards (https://workos.com/docs/sso/redirect-uris, "Wildcard characters"; sign-out redirects
 * have the same): one `*`, in the label furthest from the root, with any prefix and suffix inside that label, not directly
 * below a public suffix; or in place of the port of `localhost` and loopback addresses. Empty when there is no wildcard.
 */
export function wildcardProblems(uri: WebUri, text: string): UriProblem[] {
  const count = text.split("*").length - 1;
  if (count === 0) return [];
  if (count > 1) {
    return [
      certain(
        "several-wildcards",
        `WorkOS accepts one wildcard in a URI; ${JSON.stringify(text)} has ${count}.`,
      ),
    ];
  }
  if (!isWebScheme(uri.scheme)) {
    return [
      certain(
        "wildcard-with-custom-scheme",
        "A wildcard needs an http or https URI; register custom schemes in full.",
      ),
    ];
  }
  if (uri.port?.includes("*") === true) return portProblems(uri, uri.port);
  if (!uri.host.includes("*")) {
    return [
      certain(
        "wildcard-outside-host",
        "A wildcard may stand in the first label of the host, not in the path or query.",
      ),
    ];
  }
  return hostProblems(uri.host);
}

function portProblems(uri: WebUri, port: string): UriProblem[] {
  const problems: UriProblem[] = [];
  if (!isLocalhost(uri.host) && !isLoopbackAddress(uri.host)) {
    problems.push(
      certain(
        "wildcard-port-not-loopback",
        "A wildcard port is for localhost and loopback addresses only; name the port.",
      ),
    );
  }
  if (port !== "*") {
    problems.push(
      certain(
        "partial-port-wildcard",
        `A wildcard stands in place of the whole port; ":${port}" is part of one.`,
      ),
    );
  }
  return problems;
}

function hostProblems(host: string): UriProblem[] {
  const dot = host.indexOf(".");
  const label = dot === -1 ? host : host.slice(0, dot);
  const parent = dot === -1 ? "" : host.slice(dot + 1);
  if (!label.includes("*")) {
    return [
      certain(
        "wildcard-not-leftmost",
        "A wildcard must stand in the label furthest from the root: https://*.sub.example.com.",
      ),
    ];
  }
  if (parent === "") {
    return [
      certain(
        "wildcard-on-public-suffix",
        "A wildcard needs a domain of yours below it, such as https://*.example.com.",
      ),
    ];
  }
  const certainty = publicSuffixCertainty(parent);
  if (certainty === null) return [];
  return [
    {
      code: "wildcard-on-public-suffix",
      certainty,
      message: `WorkOS refuses wildcards directly below a public suffix, and ${parent} is one: other people's apps live there too. Register the hosts one by one, or use a domain of your own.`,
    },
  ];
}
