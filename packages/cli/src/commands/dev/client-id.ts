import { readClientId } from "@convex-authkit/core";
import type { Location } from "@convex-authkit/doctor/facts/location";
import type { PropText } from "@convex-authkit/doctor/facts/wiring/wiring";
import type { DevFacts } from "./dev-facts.ts";
import { hostVariables, namesFor } from "./variable-names.ts";

/** The client id that the emulated environment has. */
export interface ChosenClientId {
  clientId: string;
  /** Where the app has it; null where it has none and a made-up one is used. */
  from: { name: string; location: Location } | null;
}

/** The client id of an app that has none. Evidently not WorkOS's. */
const MADE_UP = "client_emulator";

/**
 * The app's own client id of development, so that an auth config with the id in it matches; a made-up one where the app has
 * none. What stands in code cannot be changed by a variable, so it counts first.
 */
export function chooseClientId(facts: DevFacts): ChosenClientId {
  return inCode(facts) ?? inVariables(facts) ?? { clientId: MADE_UP, from: null };
}

function inCode({ app, backend }: DevFacts): ChosenClientId | null {
  for (const provider of app?.wiring.authKitProviders ?? []) {
    const prop = provider.props["clientId"];
    const text = prop === undefined ? null : literal(prop.text);
    if (prop !== undefined && text !== null && isClientId(text))
      return { clientId: text, from: { name: "clientId", location: prop.location } };
  }
  for (const { fields } of backend?.authConfig.providers ?? []) {
    for (const field of [fields.jwks, fields.issuer, fields.applicationID]) {
      if (field.kind !== "text" || field.parts.some((part) => "env" in part)) continue;
      const text = field.parts.map((part) => ("text" in part ? part.text : "")).join("");
      const [clientId] = /client_[A-Za-z0-9_]+/.exec(text) ?? [];
      if (clientId !== undefined && isClientId(clientId))
        return { clientId, from: { name: "auth config", location: field.location } };
    }
  }
  return null;
}

function inVariables(facts: DevFacts): ChosenClientId | null {
  const variables = hostVariables(facts);
  for (const name of namesFor(facts).clientId) {
    const variable = variables[name];
    if (variable?.value.kind === "public" && isClientId(variable.value.text))
      return { clientId: variable.value.text, from: { name, location: variable.location } };
  }
  return null;
}

function literal(text: PropText | null): string | null {
  if (text === null || text.parts.some((part) => "env" in part)) return null;
  return text.parts.map((part) => ("text" in part ? part.text : "")).join("");
}

function isClientId(text: string): boolean {
  return ["well-formed", "unusual", "mock"].includes(readClientId(text).kind);
}
