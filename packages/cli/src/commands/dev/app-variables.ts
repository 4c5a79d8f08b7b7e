import type { Location } from "@convex-authkit/doctor/facts/location";
import type { DevFacts } from "./dev-facts.ts";
import { hostVariables, namesFor, type Role } from "./variable-names.ts";

/** The emulator's own values, by what they are for. null: the side they belong to is left out. */
export type RoleValues = Record<Role, string | null>;

/** What the app is started with. */
export interface AppVariables {
  /** By name, in the order of the roles. */
  variables: Record<string, string>;
  /** Those of them for which the app's files or the shell have another value, with its place; null: the shell. */
  overridden: { name: string; location: Location | null }[];
  /** Those that a script sets itself, in front of its command, so that what is handed over does not arrive. */
  setByScript: { name: string; location: Location }[];
  /** The tool of a script that adds variables from elsewhere, which may win; null when there is none. */
  injectedBy: string | null;
}

/**
 * The variables under the names that the app reads. Real environment variables win over env files in Next.js, Vite, Expo,
 * Bun and dotenv, so nothing has to be written.
 *
 * @param shell the environment in which the command was called
 */
export function appVariables(
  facts: DevFacts,
  values: RoleValues,
  shell: Readonly<Record<string, string | undefined>>,
): AppVariables {
  const variables: Record<string, string> = {};
  for (const [role, names] of Object.entries(namesFor(facts)) as [Role, string[]][]) {
    const value = values[role];
    if (value !== null) for (const name of names) variables[name] = value;
  }
  const own = hostVariables(facts);
  const overridden = Object.entries(variables).flatMap(([name, value]): AppVariables["overridden"] => {
    const known = own[name];
    const isFromFile = known !== undefined && !known.location.file.endsWith("package.json");
    const differs = known?.value.kind !== "public" || known.value.text !== value;
    const isEmpty = known?.value.kind === "public" && known.value.text === "";
    if (isFromFile && differs && !isEmpty) return [{ name, location: known.location }];
    const inShell = shell[name];
    return inShell !== undefined && inShell !== "" && inShell !== value ? [{ name, location: null }] : [];
  });
  const commands = commandsOfApp(facts);
  return {
    variables,
    overridden,
    setByScript: commands.flatMap(({ sets, location }) =>
      sets.filter((name) => Object.hasOwn(variables, name)).map((name) => ({ name, location })),
    ),
    injectedBy: commands.find(({ injectedBy }) => injectedBy !== null)?.injectedBy ?? null,
  };
}

function commandsOfApp({ scripts, app }: DevFacts) {
  return scripts.commands.filter(
    ({ packageDir, script, words }) =>
      (packageDir === "" || packageDir === app?.app.dir) &&
      /^(?:dev|start|serve|web)(?:$|:(?!.*prod))/.test(script) &&
      words[0] !== "convex",
  );
}

/**
 * Whether the app takes its redirect URI from a variable, so that it has to be started anew where the address turns out to be
 * another one. Code that asks the page for its origin is right everywhere.
 */
export function hasRedirectVariable({ app }: DevFacts): boolean {
  if (app === null) return false;
  const { sent } = app.redirectUris.stages.development;
  const isLeftToPage = app.wiring.authKitProviders.some(({ props }) => props["redirectUri"] === undefined);
  const isSpa = app.app.authkit.some((name) => /\/authkit-(?:react|js)$/.test(name));
  return !sent.some(({ text }) => text.includes("window.location.origin")) && !(isSpa && isLeftToPage);
}
