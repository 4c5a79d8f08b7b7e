import { expectedIssuers } from "@convex-authkit/core";
import type { Emulator } from "@convex-authkit/emulator";
import { appVariables, type AppVariables, type RoleValues } from "./app-variables.ts";
import type { Prepared } from "./prepare.ts";
import type { Started, StartedAuthKit, StartedCommand, StartedConvex } from "./started.ts";

/** The emulator's values for the app's variables; null for those of a side that is left out. */
export function roleValues(emulator: Emulator, redirectUri: string, cookiePassword: string): RoleValues {
  const { authkit, convexUrl, convexSiteUrl } = emulator;
  const here = authkit === null ? null : new URL(emulator.url);
  const ofAuthKit = (value: string): string | null => (authkit === null ? null : value);
  return {
    clientId: ofAuthKit(emulator.clientId),
    apiKey: ofAuthKit(emulator.apiKey),
    cookiePassword: ofAuthKit(cookiePassword),
    redirectUri: ofAuthKit(redirectUri),
    apiHostname: here?.hostname ?? null,
    apiHttps: ofAuthKit("false"),
    apiPort: here?.port ?? null,
    apiUrl: here?.origin ?? null,
    issuer: authkit === null ? null : issuerText(authkit.environment.issuer, emulator.clientId),
    convexUrl,
    convexSiteUrl,
  };
}

/** What runs, told of a started emulator. */
export interface Description {
  started: Started;
  /** The environment of the app, beside the shell's. */
  app: AppVariables;
}

/** Puts together everything there is to say once the servers run. */
export function describeStart(
  prepared: Prepared,
  emulator: Emulator,
  cookiePassword: string,
  shell: Readonly<Record<string, string | undefined>>,
): Description {
  const { facts, plan, wishes, stateDirectory } = prepared;
  const { addresses } = plan;
  const app = appVariables(facts, roleValues(emulator, addresses.redirectUri, cookiePassword), shell);
  const started: Started = {
    command: commandOf(prepared),
    app: {
      dir: facts.app?.app.dir ?? null,
      url: addresses.origin,
      redirectUri: addresses.redirectUri,
    },
    authkit: authkitOf(prepared, emulator),
    convex: convexOf(prepared, emulator),
    variables: app.variables,
    overridden: app.overridden,
    edits: plan.providers.edits,
    notes: [...plan.notes, ...(wishes.command === null ? [] : notesAbout(app))],
    stateDirectory,
  };
  return { started, app };
}

function commandOf({ wishes, plan }: Prepared): StartedCommand | null {
  if (wishes.command === null || plan.frontend === null) return null;
  const { changed, text, leftOut } = plan.frontend;
  return {
    given: wishes.command,
    instead: changed ? text : null,
    leftOut: leftOut.map(({ command, script }) => ({
      command,
      script:
        script === null ? null : `${script.name} in ${script.dir === "" ? "" : `${script.dir}/`}package.json`,
    })),
  };
}

function authkitOf({ plan }: Prepared, { authkit, url, clientId, apiKey }: Emulator): StartedAuthKit | null {
  if (authkit === null) return null;
  const { from } = plan.clientId;
  return {
    url,
    consoleUrl: `${url}/_emulator/console`,
    clientId,
    clientIdFrom: from === null ? null : `${from.name} in ${from.location.file}`,
    apiKey,
    issuer: issuerText(authkit.environment.issuer, clientId),
    accounts: authkit.accounts().map(({ email, password, memberships = [] }) => ({
      email,
      password: password ?? null,
      memberships: memberships.map(({ organization, roles = [] }) =>
        roles.length === 0 ? organization : `${organization} (${roles.join(", ")})`,
      ),
    })),
  };
}

/** The `iss` of tokens, written out. */
export function issuerText(issuer: string, clientId: string): string {
  const { userManagement, apiOrigin } = expectedIssuers(clientId);
  return issuer === "user_management" ? userManagement : issuer === "api-origin" ? apiOrigin : issuer;
}

function convexOf({ facts, plan }: Prepared, emulator: Emulator): StartedConvex | null {
  const { convex, convexUrl, convexSiteUrl } = emulator;
  if (convex === null || convexUrl === null || convexSiteUrl === null) return null;
  const { functions, problem } = convex.deployment();
  return {
    url: convexUrl,
    siteUrl: convexSiteUrl,
    functions: facts.backend?.backend.functionsDir ?? "convex",
    deployed: functions.length,
    problem,
    missing: plan.deployment.missing,
  };
}

/** Where a variable does not arrive as it is handed over. */
function notesAbout({ setByScript, injectedBy }: AppVariables): string[] {
  return [
    ...setByScript.map(
      ({ name, location }) =>
        `The script in ${location.file}:${location.line} sets ${name} itself, which wins: name the command behind it instead.`,
    ),
    ...(injectedBy === null
      ? []
      : [`\`${injectedBy}\` adds variables of its own to the app's, and they may win over these.`]),
  ];
}
