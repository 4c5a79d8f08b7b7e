import type {
  AuthConfigFact,
  ConfiguredProvider,
  Field,
  ProviderKey,
} from "../facts/auth-config/auth-config.ts";
import { code, codeBlock, prose } from "./markdown-text.ts";

const KEYS: readonly ProviderKey[] = ["type", "issuer", "domain", "algorithm", "applicationID", "jwks"];

/** The evaluated auth config: every provider with the values that Convex will see, environment variables by name. */
export function authConfigText(fact: AuthConfigFact): string {
  const where = code(fact.location === null ? fact.file : `${fact.file}:${fact.location.line}`);
  switch (fact.state) {
    case "absent":
      return `There is none: ${where} does not exist.`;
    case "two-files":
      return `There are two, which the Convex CLI refuses: ${where} and its twin.`;
    case "unparsable":
    case "not-evaluated":
      return `${where} could not be evaluated${fact.problem === null ? "." : `: ${prose(fact.problem.why)}`}`;
    case "evaluated": {
      const providers = fact.providers.map(providerLines).flat().join("\n");
      return [
        where,
        ...(providers === "" ? ["It has no provider."] : [codeBlock(providers)]),
        ...(fact.open ? ["There may be more providers than could be evaluated."] : []),
      ].join("\n\n");
    }
  }
}

function providerLines({
  index,
  location,
  conditional,
  open,
  fields,
  otherKeys,
}: ConfiguredProvider): string[] {
  const present = KEYS.filter((key) => fields[key].kind !== "absent");
  const width = Math.max(0, ...present.map((key) => key.length));
  return [
    `provider ${index + 1} (line ${location.line}${conditional ? ", under a condition" : ""})`,
    ...present.map((key) => `  ${key.padEnd(width)}  ${shownField(fields[key])}`),
    ...otherKeys.map(({ name }) => `  ${name}: not a key that Convex reads`),
    ...(open ? ["  and perhaps keys that could not be evaluated"] : []),
  ];
}

function shownField(field: Field): string {
  switch (field.kind) {
    case "absent":
      return "";
    case "text":
      return field.parts.map((part) => ("env" in part ? `\${${part.env}}` : part.text)).join("");
    case "other":
      return `${field.shown} (not a string)`;
    case "unknown":
      return `could not be evaluated: ${field.why}`;
  }
}
