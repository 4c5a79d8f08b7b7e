import type { ModuleGraph } from "../../source/module-graph.ts";
import type { Value } from "../../source/value.ts";
import type { ConvexJsonFact } from "../convex-json/convex-json.ts";
import {
  isKnownUnset,
  type EnvironmentFact,
  publicText,
  type SideVariables,
} from "../environment/environment.ts";
import type { Location } from "../location.ts";
import type { Stage } from "../stage.ts";
import type { App } from "../workspace/workspace.ts";
import type { SentRedirectUri, StageRedirectUris } from "./redirect-uris.ts";
import { PAGE_ORIGIN, stageText } from "./stage-text.ts";
import { partsOfUri, templateText } from "./symbolic-uri.ts";

/** A redirect URI that code gives. */
export interface OptionValue {
  from: SentRedirectUri["from"];
  value: Value | "unknown";
  location: Location;
}

interface Given {
  app: App;
  stage: Stage;
  environment: EnvironmentFact;
  convexJson: ConvexJsonFact | null;
  options: readonly OptionValue[];
  /** Whether the app signs people in with the API alone, so that nothing makes the SDK send its own redirect URI. */
  signsInByItself: boolean;
  /** Every `<AuthKitProvider>` with its `redirectUri`; null for one without. */
  providers: readonly { location: Location; redirectUri: OptionValue | null }[];
}

/** Puts together what an app sends in one stage. */
export function stageRedirectUris(graph: ModuleGraph, given: Given): StageRedirectUris {
  const result: StageRedirectUris = { sent: [], complete: true, because: "", examples: [] };
  const doubt = (why: string): void => {
    if (result.complete) Object.assign(result, { complete: false, because: why });
  };
  const add = (option: OptionValue): boolean => {
    if (option.value === "unknown") {
      result.hiddenInCode = true;
      doubt("the redirect URI that the code gives cannot be told");
      return true;
    }
    const known = stageText(graph, option.value, given.stage, environmentWithConvexJson(given));
    if (known.kind === "absent") return false;
    if (known.kind === "unknown") {
      result.hiddenInCode = true;
      doubt(`the redirect URI that the code gives cannot be told (${known.why})`);
      return true;
    }
    const chosen = chosenValue(graph, option.value, known.text, given);
    const variable = chosen.kind === "env" ? chosen.name : null;
    // An unknown variable alone says nothing about the address.
    if (variable !== null && known.text === `\${${variable}}` && variable !== PAGE_ORIGIN) {
      doubt(`the value of ${variable} in ${given.stage} is not in evidence`);
      return true;
    }
    const place = (variable === null ? undefined : placeOfVariable(given, variable)) ?? chosen.location;
    result.sent.push({
      text: known.text,
      variables: known.variables,
      ...partsOfUri(known.text),
      from: option.from,
      variable,
      location: place,
    });
    return true;
  };

  if (given.app.authkit.some((name) => /\/authkit-(?:react|js)$/.test(name)) && given.providers.length > 0) {
    for (const { location, redirectUri } of given.providers) {
      if (redirectUri !== null && add(redirectUri)) continue;
      result.sent.push(pageOrigin(redirectUri?.location ?? location));
    }
    for (const { redirectUri } of given.providers) addExamples(given, result, redirectUri);
    return result;
  }

  const general = given.options.filter(({ from }) => from !== "call-option");
  const decided = general.map(add).some(Boolean);
  for (const option of given.options) if (option.from === "call-option") add(option);
  if (given.signsInByItself) doubt("the app signs people in without the SDK's sign-in URL");
  else if (!decided) addVariable(given, result, doubt);
  return result;
}

/** Of a choice, the alternative that gives the text in this stage: that is the place to change. */
function chosenValue(graph: ModuleGraph, value: Value, text: string, given: Given): Value {
  if (value.kind !== "oneOf") return value;
  const host = environmentWithConvexJson(given);
  for (const alternative of value.alternatives) {
    const own = stageText(graph, alternative.value, given.stage, host);
    if (own.kind === "text" && own.text === text) return chosenValue(graph, alternative.value, text, given);
  }
  return value;
}

function pageOrigin(location: Location): SentRedirectUri {
  const text = `\${${PAGE_ORIGIN}}`;
  return {
    text,
    origin: text,
    pathname: "/",
    variables: [PAGE_ORIGIN],
    from: "default",
    variable: null,
    location,
  };
}

/** The variable that the SDK of a framework reads where code gives no redirect URI. */
function variableOf(app: App): string | null {
  if (app.authkit.includes("@workos-inc/authkit-nextjs")) return "NEXT_PUBLIC_WORKOS_REDIRECT_URI";
  if (
    app.authkit.some((name) => /authkit-(?:tanstack|react-router|remix|session|sveltekit|astro)/.test(name))
  ) {
    return "WORKOS_REDIRECT_URI";
  }
  return null;
}

function addVariable(given: Given, result: StageRedirectUris, doubt: (why: string) => void): void {
  const name = variableOf(given.app);
  if (name === null) return doubt("how this app names its redirect URI is not known");
  const host = environmentWithConvexJson(given);
  const text = publicText(host, name);
  const example = given.environment.examples[given.stage][name];
  if (text !== null && text !== "") {
    const location = host.variables[name]?.location;
    if (location !== undefined) {
      const from =
        given.environment.stages[given.stage].host.variables[name] === undefined
          ? "convex-json"
          : "environment";
      result.sent.push({
        text,
        variables: variablesIn(text),
        ...partsOfUri(text),
        from,
        variable: name,
        location,
      });
    }
    return;
  }
  if (!isKnownUnset(host, name)) doubt(`the value of ${name} in ${given.stage} is not in evidence`);
  if (example?.value.kind === "public" && example.value.text !== "") {
    result.examples.push(exampleOf(name, example.value.text, example.location));
  }
}

function addExamples(given: Given, result: StageRedirectUris, provider: OptionValue | null): void {
  const value = provider?.value;
  if (value === undefined || value === "unknown" || value.kind !== "env") return;
  const example = given.environment.examples[given.stage][value.name];
  if (publicText(environmentWithConvexJson(given), value.name) !== null) return;
  if (example?.value.kind === "public" && example.value.text !== "") {
    result.examples.push(exampleOf(value.name, example.value.text, example.location));
  }
}

function exampleOf(name: string, text: string, location: Location): SentRedirectUri {
  return {
    text,
    variables: variablesIn(text),
    ...partsOfUri(text),
    from: "example",
    variable: name,
    location,
  };
}

function variablesIn(text: string): string[] {
  return [...text.matchAll(/\$\{([\w.]+)\}/g)].flatMap((match) => match[1] ?? []);
}

/**
 * The host's variables of a stage; in development with those that the Convex CLI will write to `.env.local`, which
 * never overwrite a value that is there. What one script sets in front of its own command holds for that script alone.
 */
function environmentWithConvexJson({ stage, environment, convexJson }: Given): SideVariables {
  const { host } = environment.stages[stage];
  const ofScripts = Object.values(host.variables).filter(({ location }) => isManifest(location));
  const variables = Object.fromEntries(
    Object.entries(host.variables).filter(([, { location }]) => !isManifest(location)),
  );
  const known = { ...host, variables, mentioned: [...host.mentioned, ...ofScripts.map(({ name }) => name)] };
  const written = convexJson?.authKit?.stages.development?.localEnvVars;
  if (stage !== "development" || written === undefined || written === null || written === false) return known;
  for (const [name, template] of Object.entries(written)) {
    const text = templateText(template);
    if (text === null || Object.hasOwn(variables, name) || host.complete) continue;
    variables[name] = {
      name,
      value: { kind: "public", text },
      location: template.location,
      blemish: null,
      expanded: false,
      unresolved: [],
    };
  }
  return known;
}

function isManifest({ file }: Location): boolean {
  return /(?:^|\/)package\.json$/.test(file);
}

function placeOfVariable(given: Given, name: string): Location | undefined {
  return environmentWithConvexJson(given).variables[name]?.location;
}
