import type { Variable } from "@convex-authkit/doctor/facts/environment/environment";
import type { EnvironmentRead } from "@convex-authkit/doctor/facts/environment-reads/environment-reads";
import type { AppFacts, DevFacts } from "./dev-facts.ts";
import { providerHosts } from "./provider-edit.ts";

/** What a variable of an app is for, as far as the emulator has a value for it. */
export type Role =
  | "clientId"
  | "apiKey"
  | "cookiePassword"
  | "redirectUri"
  | "apiHostname"
  | "apiHttps"
  | "apiPort"
  | "apiUrl"
  | "issuer"
  | "convexUrl"
  | "convexSiteUrl";

/** Names under which the app gets what the emulator has for it, by role. */
export type VariableNames = Record<Role, string[]>;

/** Names that say themselves what they are for, whatever prefix makes a framework hand them to browsers. */
const BY_NAME: Record<Role, RegExp> = {
  clientId: /^(?:[A-Z]+_)*WORKOS_CLIENT_ID$/,
  apiKey: /^(?:[A-Z]+_)*WORKOS_API_KEY$/,
  cookiePassword: /^(?:[A-Z]+_)*WORKOS_COOKIE_PASSWORD$/,
  redirectUri: /^(?:[A-Z]+_)*(?:WORKOS|AUTHKIT)_REDIRECT_UR[IL]$/,
  apiHostname: /^(?:[A-Z]+_)*WORKOS_API_(?:HOSTNAME|HOST)$/,
  apiHttps: /^(?:[A-Z]+_)*WORKOS_API_HTTPS$/,
  apiPort: /^(?:[A-Z]+_)*WORKOS_API_PORT$/,
  apiUrl: /^(?:[A-Z]+_)*WORKOS_(?:API_|BASE_|API_BASE_)URL$/,
  issuer: /^(?:[A-Z]+_)*WORKOS_(?:JWT_)?ISSUER(?:_URL)?$/,
  convexUrl: /^(?:[A-Z]+_)*CONVEX_(?:CLOUD_)?URL$/,
  convexSiteUrl: /^(?:[A-Z]+_)*CONVEX_(?:SITE|HTTP)_URL$/,
};

const BY_USE: Partial<Record<EnvironmentRead["use"], Role>> = {
  "client-id": "clientId",
  "redirect-uri": "redirectUri",
  "convex-url": "convexUrl",
};

/** SDKs that run on a server and read `WORKOS_*` themselves. */
const SERVER_SDK = /\/authkit-(?:nextjs|tanstack|react-router|remix|session|sveltekit|astro)/;

/** Whether an app has an SDK that reads its settings from the server's environment. */
function hasServerSdk({ app }: AppFacts): boolean {
  return app.authkit.some((name) => SERVER_SDK.test(name));
}

/**
 * The names an app reads: those its SDK reads by itself, those its code gives to the SDKs, and those its env files have.
 */
export function namesFor({ app: facts }: DevFacts): VariableNames {
  const names: Record<Role, Set<string>> = {
    clientId: new Set(),
    apiKey: new Set(),
    cookiePassword: new Set(),
    redirectUri: new Set(),
    apiHostname: new Set(),
    apiHttps: new Set(),
    apiPort: new Set(),
    apiUrl: new Set(),
    issuer: new Set(),
    convexUrl: new Set(),
    convexSiteUrl: new Set(),
  };
  const roles = Object.keys(names) as Role[];
  if (facts === null || hasServerSdk(facts)) {
    for (const [role, name] of ofServerSdk(facts)) names[role].add(name);
  }
  if (facts !== null) {
    for (const { name, use, side } of facts.reads.reads) {
      const role = BY_USE[use];
      if (role !== undefined && side !== "convex") names[role].add(name);
    }
    for (const { variable } of facts.redirectUris.stages.development.sent)
      if (variable !== null) names.redirectUri.add(variable);
    for (const provider of facts.wiring.authKitProviders) {
      for (const [prop, role] of PROPS) {
        const parts = provider.props[prop]?.text?.parts ?? [];
        for (const part of parts) if ("env" in part && parts.length === 1) names[role].add(part.env);
      }
      for (const [prop, role] of PROPS)
        for (const name of publicNamesIn(provider.props[prop]?.quote ?? "", prop)) names[role].add(name);
      for (const [prop, role] of SWITCHES) {
        const quote = provider.props[prop]?.quote ?? "";
        for (const { name } of facts.reads.reads) if (quote.includes(`.${name}`)) names[role].add(name);
      }
    }
    for (const { variables } of providerHosts({ app: facts }).edits)
      for (const role of ["apiHostname", "apiHttps", "apiPort"] as const) names[role].add(variables[role]);
    for (const name of mentionedNames(facts))
      for (const role of roles) if (BY_NAME[role].test(name)) names[role].add(name);
  }
  names.convexUrl.add("CONVEX_URL");
  names.convexSiteUrl.add("CONVEX_SITE_URL");
  if (facts?.app.framework === "nextjs") names.convexUrl.add("NEXT_PUBLIC_CONVEX_URL");
  const isMeant = (name: string): boolean => facts === null || !isForAnotherFramework(facts, name);
  return Object.fromEntries(
    roles.map((role) => [role, [...names[role]].filter(isMeant)]),
  ) as unknown as VariableNames;
}

const PROPS: readonly (readonly [string, Role])[] = [
  ["clientId", "clientId"],
  ["redirectUri", "redirectUri"],
  ["apiHostname", "apiHostname"],
];

/** Props whose value is made from a variable, so that only the line shows which one. */
const SWITCHES: readonly (readonly [string, Role])[] = [
  ["https", "apiHttps"],
  ["port", "apiPort"],
];

function ofServerSdk(facts: AppFacts | null): [Role, string][] {
  const hasSdk = (name: string): boolean => facts?.app.authkit.some((it) => it.endsWith(name)) === true;
  return [
    ["apiHostname", "WORKOS_API_HOSTNAME"],
    ["apiHttps", "WORKOS_API_HTTPS"],
    ["apiPort", "WORKOS_API_PORT"],
    ["clientId", "WORKOS_CLIENT_ID"],
    ["apiKey", "WORKOS_API_KEY"],
    ["cookiePassword", "WORKOS_COOKIE_PASSWORD"],
    ["redirectUri", hasSdk("/authkit-nextjs") ? "NEXT_PUBLIC_WORKOS_REDIRECT_URI" : "WORKOS_REDIRECT_URI"],
    // This SDK checks the issuer, and takes another one for granted than environments of today have.
    ...(hasSdk("/authkit-react-router") ? [["issuer", "WORKOS_ISSUER"] satisfies [Role, string]] : []),
  ];
}

/** A name of a variable for browsers, read through an object of the app's own: `env.VITE_WORKOS_CLIENT_ID`. */
const THROUGH_OBJECT = /[\w)]\??\.((?:VITE|NEXT_PUBLIC|EXPO_PUBLIC|PUBLIC|BUN_PUBLIC)_[A-Z0-9_]+)\b/g;

/** @param line of an element, in which other props may stand as well */
function publicNamesIn(line: string, prop: string): string[] {
  const value = new RegExp(`\\b${prop}=\\{([^}]*)`).exec(line)?.[1] ?? "";
  return [...value.matchAll(THROUGH_OBJECT)].map(([, name]) => name ?? "");
}

/** Names that the code of the app reads or that its env files and examples hold. */
function mentionedNames(facts: AppFacts): string[] {
  const { stages, examples } = facts.environment;
  return [
    ...facts.reads.reads.filter(({ side }) => side !== "convex").map(({ name }) => name),
    ...Object.keys(stages.development.host.variables),
    ...Object.keys(examples.development),
    ...facts.wiring.convexClients.flatMap(({ quote }) =>
      [...quote.matchAll(THROUGH_OBJECT)].map(([, name]) => name ?? ""),
    ),
  ];
}

/** Prefixes by which frameworks hand variables to browsers. */
const PUBLIC_PREFIX = /^(?:VITE|NEXT_PUBLIC|EXPO_PUBLIC|PUBLIC|BUN_PUBLIC)_/;

/** A package that apps of several frameworks share reads what any of them has; this app has what its own framework hands over. */
function isForAnotherFramework({ app, reads, environment }: AppFacts, name: string): boolean {
  if (reads.publicPrefixes === null || !PUBLIC_PREFIX.test(name)) return false;
  if (reads.publicPrefixes.some((prefix) => name.startsWith(prefix))) return false;
  const { stages, examples } = environment;
  const isOwn = reads.reads.some(
    ({ name: read, location }) =>
      read === name && (app.dir === "" || location.file.startsWith(`${app.dir}/`)),
  );
  return !isOwn && !(name in stages.development.host.variables) && !(name in examples.development);
}

/** The variables of development that the app's files show. */
export function hostVariables({ app }: DevFacts): Record<string, Variable> {
  return app?.environment.stages.development.host.variables ?? {};
}
