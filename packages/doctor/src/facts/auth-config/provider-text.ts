import type { Field } from "./auth-config.ts";
import type { SideVariables } from "../environment/environment.ts";
import type { Location } from "../location.ts";

/** The text of a provider's field for one stage. */
export interface FieldText {
  /** Environment variables whose value is not in evidence stay as `${NAME}`. */
  text: string;
  /** Whether no variable is left in it. */
  complete: boolean;
  /** Names of the variables in it, in evidence or not. */
  environment: string[];
  location: Location;
}

/**
 * Writes a field with the values that the Convex deployment of a stage has.
 *
 * @param variables the Convex side; null leaves every variable as `${NAME}`
 * @returns null for a field that is absent, unknown or no string
 */
export function fieldText(field: Field, variables: SideVariables | null): FieldText | null {
  if (field.kind !== "text") return null;
  let complete = true;
  const pieces = field.parts.map((part) => {
    if ("text" in part) return part.text;
    const value = variables?.variables[part.env]?.value;
    if (value?.kind === "public") return value.text;
    complete = false;
    return `\${${part.env}}`;
  });
  const environment = field.parts.flatMap((part) => ("env" in part ? [part.env] : []));
  return { text: pieces.join(""), complete, environment, location: field.location };
}
