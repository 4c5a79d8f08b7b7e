import type { AuthKitProvider, Prop } from "@convex-authkit/doctor/facts/wiring/wiring";
import type { AppFacts, DevFacts } from "./dev-facts.ts";

/** What has to be added to an `<AuthKitProvider>` of authkit-react, which takes its host from props alone. */
export interface ProviderEdit {
  file: string;
  line: number;
  /** Attributes to add, as JSX. */
  add: string[];
  /** Attributes that give a value of their own and have to go. */
  remove: string[];
  /** Names of the variables that the added attributes read. */
  variables: { apiHostname: string; apiHttps: string; apiPort: string };
}

/** What is known about where the providers of an app send their requests. */
export interface ProviderHosts {
  edits: ProviderEdit[];
  /** Places of providers whose host could not be told. */
  unknown: { file: string; line: number }[];
}

/**
 * Finds the providers that would call WorkOS itself: those whose `apiHostname`, `https` or `port` no variable can set.
 */
export function providerHosts({ app }: Pick<DevFacts, "app">): ProviderHosts {
  const hosts: ProviderHosts = { edits: [], unknown: [] };
  if (app === null) return hosts;
  for (const provider of app.wiring.authKitProviders) {
    if (provider.package !== "@workos-inc/authkit-react") continue;
    const { file, line } = provider.location;
    const props = [
      hostnameProp(provider, app),
      switchProp(provider, "https", app),
      switchProp(provider, "port", app),
    ];
    if (props.every((it) => it === "reads-variable")) continue;
    if (provider.open || props.includes("unknown")) {
      hosts.unknown.push({ file, line });
      continue;
    }
    hosts.edits.push({ file, line, ...editOf(provider, props, app) });
  }
  return hosts;
}

/** `fixed`: it has a value that no variable changes. */
type Given = "absent" | "fixed" | "reads-variable" | "unknown";

function hostnameProp({ props }: AuthKitProvider, { reads }: AppFacts): Given {
  const prop = props["apiHostname"];
  if (prop === undefined) return "absent";
  const parts = prop.text?.parts ?? [];
  if (parts.length > 0) return parts.length === 1 && "env" in (parts[0] ?? {}) ? "reads-variable" : "fixed";
  // A constant or an expression over the variable that is named for it.
  return reads.reads.some(({ name }) => /WORKOS_API_HOST/.test(name)) ? "reads-variable" : "unknown";
}

function switchProp({ props }: AuthKitProvider, name: "https" | "port", app: AppFacts): Given {
  const prop = props[name];
  if (prop === undefined) return "absent";
  if (readsVariable(prop, name, app)) return "reads-variable";
  return isLiteral(prop, name) ? "fixed" : "unknown";
}

/** Whether the code around the prop reads a variable that is named for it. */
function readsVariable(prop: Prop, name: "https" | "port", { reads }: AppFacts): boolean {
  const own = name === "https" ? /HTTPS/ : /PORT/;
  return reads.reads.some(
    (read) => own.test(read.name) && (prop.quote.includes(read.name) || /WORKOS_API_/.test(read.name)),
  );
}

function isLiteral({ quote }: Prop, name: string): boolean {
  return new RegExp(`\\b${name}(?:=\\{(?:true|false|\\d+)\\}|[\\s/>]|$)`).test(quote);
}

function editOf(
  provider: AuthKitProvider,
  [hostname, https, port]: readonly Given[],
  app: AppFacts,
): Pick<ProviderEdit, "add" | "remove" | "variables"> {
  const { object, prefix } = publicVariables(app);
  const named = provider.props["apiHostname"]?.text?.parts[0];
  const variables = {
    apiHostname: named !== undefined && "env" in named ? named.env : `${prefix}WORKOS_API_HOSTNAME`,
    apiHttps: `${prefix}WORKOS_API_HTTPS`,
    apiPort: `${prefix}WORKOS_API_PORT`,
  };
  const wanted = [
    { given: hostname, name: "apiHostname", value: `${object}.${variables.apiHostname}` },
    { given: https, name: "https", value: `${object}.${variables.apiHttps} !== "false"` },
    { given: port, name: "port", value: `Number(${object}.${variables.apiPort}) || undefined` },
  ].filter(({ given }) => given !== "reads-variable");
  return {
    add: wanted.map(({ name, value }) => `${name}={${value}}`),
    remove: wanted.filter(({ given }) => given === "fixed").map(({ name }) => name),
    variables,
  };
}

/** How client code of this app reads a variable. */
function publicVariables({ app, reads }: AppFacts): { object: string; prefix: string } {
  const client = reads.reads.find(({ side, use }) => side === "client" && use !== "other");
  const isVite = ["vite-react", "tanstack-start", "react-router", "remix", "electron"].includes(
    app.framework,
  );
  const prefix =
    reads.publicPrefixes?.[0] ??
    (app.framework === "nextjs" ? "NEXT_PUBLIC_" : app.framework === "expo" ? "EXPO_PUBLIC_" : "VITE_");
  return { object: client?.object ?? (isVite ? "import.meta.env" : "process.env"), prefix };
}
