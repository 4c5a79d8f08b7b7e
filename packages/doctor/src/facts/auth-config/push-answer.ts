import { unknown, validateAuthConfig, type ConfigError, type ConfigRemark } from "@convex-authkit/core";
import type { AuthConfigFact, ConfiguredProvider, Field, ProviderKey } from "./auth-config.ts";
import { fieldText } from "./provider-text.ts";
import type { SideVariables } from "../environment/environment.ts";
import type { Location } from "../location.ts";

/** Something that Convex says about one provider when the auth config is pushed, or should say, with its place. */
export interface PushAnswer<Said extends ConfigError | ConfigRemark> {
  said: Said;
  /** Of the provider, as written. */
  index: number;
  /** The key at fault; the provider where that key is missing. */
  location: Location;
}

/** What Convex says to an auth config when it is pushed. */
export interface PushAnswers {
  errors: PushAnswer<ConfigError>[];
  remarks: PushAnswer<ConfigRemark>[];
}

/**
 * Asks core what Convex would answer to the push of an auth config. What could not be evaluated, and what is there only
 * under a condition, is unknown and never an error.
 *
 * @param variables the Convex side of the stage; null leaves every value with a variable in it unknown
 */
export function pushAnswers(authConfig: AuthConfigFact, variables: SideVariables | null): PushAnswers {
  if (authConfig.state !== "evaluated") return { errors: [], remarks: [] };
  const { errors, remarks } = validateAuthConfig({
    providers: authConfig.providers.map((provider) => asWritten(provider, variables)),
  });
  return { errors: placed(errors, authConfig), remarks: placed(remarks, authConfig) };
}

function placed<Said extends ConfigError | ConfigRemark>(
  all: readonly Said[],
  { providers }: AuthConfigFact,
): PushAnswer<Said>[] {
  return all.flatMap((said) => {
    const provider = said.provider === null ? undefined : providers[said.provider];
    return provider === undefined
      ? []
      : [{ said, index: provider.index, location: placeOf(provider, said.field) }];
  });
}

function placeOf({ fields, otherKeys, location }: ConfiguredProvider, key: string | null): Location {
  const field = Object.entries(fields).find(([name]) => name === key)?.[1];
  if (field !== undefined && field.kind !== "absent") return field.location;
  return otherKeys.find(({ name }) => name === key)?.location ?? location;
}

/** A provider as the deployment would evaluate it. */
function asWritten(provider: ConfiguredProvider, variables: SideVariables | null): unknown {
  if (provider.conditional) return unknown("it is in the list only under a condition");
  const otherKeys = provider.otherKeys.map(({ name }) => [name, unknown("Convex does not read it")]);
  const { type, issuer, domain } = provider.fields;
  // Whether these three are there at all decides what kind of provider it is, and an unknown one may be absent.
  if ([type, issuer, domain].some(({ kind }) => kind === "unknown"))
    return Object.fromEntries([["type", unknown("it could not be evaluated")], ...otherKeys]);
  const fields = Object.entries(provider.fields) as [ProviderKey, Field][];
  return Object.fromEntries([
    ...fields.flatMap(([key, field]) => (field.kind === "absent" ? [] : [[key, plain(field, variables)]])),
    ...otherKeys,
  ]);
}

function plain(field: Exclude<Field, { kind: "absent" }>, variables: SideVariables | null): unknown {
  if (field.kind === "unknown") return unknown(field.why);
  if (field.kind === "other") return notText(field.shown);
  const text = fieldText(field, variables);
  return text?.complete === true ? text.text : unknown("it depends on a variable of the deployment");
}

function notText(shown: string): unknown {
  if (shown === "null") return null;
  if (shown === "true" || shown === "false") return shown === "true";
  if (shown === "an object or a list") return [];
  const number = Number(shown);
  return Number.isFinite(number) ? number : unknown(`its value is ${shown}`);
}
