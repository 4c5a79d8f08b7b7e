import { envLocal } from "../project-commands.ts";
import type {
  EnvironmentRead,
  EnvironmentReadsFact,
} from "../../facts/environment-reads/environment-reads.ts";
import { isKnownUnset, type SideVariables } from "../../facts/environment/environment.ts";
import type { WorkspaceFact } from "../../facts/workspace/workspace.ts";
import type { Target } from "../../facts/target.ts";
import { detector, type Evidence, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

export default failureMode({
  id: "vite-env-missing",
  step: "setup",
  severity: "error",
  title: "A variable that the client needs for sign-in does not reach it",
  short: "Client variable missing",
  symptoms: [
    "The page stays blank or on its loading text.",
    "The sign-in button does nothing.",
    "It works on one machine, and not after the deploy.",
  ],
  errorTexts: [
    "NoClientIdProvidedException",
    "No address provided to ConvexReactClient.",
    "Provided address was not an absolute URL.",
  ],
  explanation:
    "Client code gets its variables when it is built or when the dev server starts, and only those whose name has the framework's public prefix: `VITE_` for Vite, " +
    "`NEXT_PUBLIC_` for Next.js, `EXPO_PUBLIC_` for Expo. A variable without the prefix, in a folder that the framework does not read, set after the dev server started, or " +
    "set on the host after the build, is `undefined` in the browser. AuthKit without a client id and Convex without a URL cannot start.",
  notAProblemWhen:
    "The code has a fallback for it, or the variables of the stage are not all in evidence: a .env.local that git ignores, or the host, may hold it.",
  remedy: (project, found) => [
    `Set ${found === null ? "the variable under its public prefix" : found.subject} for ${project.stage}: in ${envLocal(project)} for development, on the host for preview and production.`,
    "Restart the dev server, or build and deploy again: the value is baked into the client.",
    "A client id and a deployment URL are public. Never give WORKOS_API_KEY a public prefix.",
  ],
  sources: [
    "https://vite.dev/guide/env-and-mode",
    "https://nextjs.org/docs/app/guides/environment-variables",
    "https://docs.convex.dev/auth/authkit",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["signin-button-noop", "loading-session-forever"],
  detectors: [
    detector({
      needs: ["workspace", "environmentReads", "environment"],
      *find({ workspace, environmentReads, environment }, target) {
        const { host } = environment.stages[target.stage];
        const needed = byName(environmentReads.reads.filter((read) => isNeeded(read, environmentReads)));
        for (const [name, reads] of needed) {
          const doubt = doubtAbout(reads);
          if (doubt === "may be left out") continue;
          if (isWrittenByConvex(name, workspace, target)) continue;
          const [read] = reads;
          if (read === undefined || Object.hasOwn(host.variables, name)) continue;
          if (!isKnownUnset(host, name)) {
            if (!host.complete) yield notChecked(host.because);
            continue;
          }
          yield shown({
            subject: name,
            severity: doubt === "is looked at elsewhere" ? "warning" : "error",
            confidence: read.use === "other" || doubt !== null ? "likely" : "certain",
            location: read.location,
            evidence: [
              { kind: "project", quote: `${read.object}.${name}`, location: read.location },
              ...similar(host, name),
            ],
            detail: `The client reads ${name}, and the ${target.stage} variables of the app do not have it.`,
          });
        }
      },
    }),
    detector({
      needs: ["environmentReads", "environment"],
      *find({ environmentReads, environment }, target) {
        const { reads, publicPrefixes } = environmentReads;
        if (publicPrefixes === null) return;
        const { host } = environment.stages[target.stage];
        for (const read of reads) {
          const isHidden =
            read.object === "import.meta.env" &&
            !publicPrefixes.some((prefix) => read.name.startsWith(prefix));
          if (!isHidden || read.side !== "client" || read.use === "other" || read.whenUnset === "fallback")
            continue;
          if (read.whenUnset === "unknown" || host.mentioned.includes(read.name)) continue;
          yield shown({
            subject: read.name,
            severity: "error",
            location: read.location,
            evidence: [{ kind: "project", quote: `import.meta.env.${read.name}`, location: read.location }],
            detail: `The client reads ${read.name}, which has no public prefix (${publicPrefixes.join(", ")}) and therefore never reaches it.`,
          });
        }
      },
    }),
  ],
});

/** A read that sign-in cannot do without: by what the value is given to, or by the name that SDKs and templates use. */
function isNeeded(read: EnvironmentRead, { publicPrefixes }: EnvironmentReadsFact): boolean {
  if (publicPrefixes === null || !publicPrefixes.some((prefix) => read.name.startsWith(prefix))) return false;
  if (read.side === "convex") return false;
  return (
    read.use === "client-id" ||
    read.use === "convex-url" ||
    (read.side === "client" && read.name.endsWith("_WORKOS_CLIENT_ID"))
  );
}

/**
 * Whether the app may do without the variable: where the code that needs it has a fallback or asks for it first. What another
 * file looks at (a banner that says what is missing) leaves the code that needs it as it is, but may decide about sign-in as a whole.
 */
function doubtAbout(reads: readonly EnvironmentRead[]): "may be left out" | "is looked at elsewhere" | null {
  if (reads.some(({ whenUnset }) => whenUnset === "fallback")) return "may be left out";
  const looking = reads.filter(({ whenUnset }) => whenUnset === "unknown");
  if (looking.length === 0) return null;
  const using = reads.filter(({ use, whenUnset }) => use !== "other" && whenUnset !== "unknown");
  const isApart =
    using.length > 0 &&
    looking.every(({ location }) => !using.some((it) => it.location.file === location.file));
  return isApart ? "is looked at elsewhere" : "may be left out";
}

function byName(reads: readonly EnvironmentRead[]): Map<string, EnvironmentRead[]> {
  const groups = new Map<string, EnvironmentRead[]>();
  // The place that uses the value comes first: it is the one to show.
  for (const read of [...reads].sort(
    (one, other) => Number(one.use === "other") - Number(other.use === "other"),
  )) {
    groups.set(read.name, [...(groups.get(read.name) ?? []), read]);
  }
  return groups;
}

/** `npx convex dev` writes the URL of the deployment itself where it runs in the app's folder. */
function isWrittenByConvex(
  name: string,
  { backends }: WorkspaceFact,
  { app, backend, stage }: Target,
): boolean {
  if (stage !== "development" || !/_CONVEX_(?:SITE_)?URL$/.test(name)) return false;
  return backends.some(({ functionsDir, dir }) => functionsDir === backend && dir === app);
}

/** A variable that was probably meant: the same name with another prefix or with none. */
function similar({ variables }: SideVariables, name: string): Evidence[] {
  const stem = (it: string): string => it.replace(/^(?:NEXT_PUBLIC|VITE|EXPO_PUBLIC|PUBLIC|REACT_APP)_/, "");
  return Object.values(variables)
    .filter((variable) => variable.name !== name && stem(variable.name) === stem(name))
    .map(({ name: other, location }) => ({ kind: "environment", quote: `${other}=…`, location }));
}

export const examples: Example[] = [
  {
    name: "a banner of another file looks at the variable too",
    project: "vite-spa",
    edits: [
      { file: ".env.local", replace: "VITE_WORKOS_CLIENT_ID=", with: "VITE_WORKOS_CLIENTID=" },
      {
        file: "src/banner.tsx",
        write:
          "export function Banner() {\n  const id = import.meta.env.VITE_WORKOS_CLIENT_ID;\n  return !id ? <p>Set VITE_WORKOS_CLIENT_ID.</p> : null;\n}\n",
      },
    ],
    expect: ["warning vite-env-missing src/main.tsx:15 (likely)"],
  },
  {
    name: "the client id stands in .env.local without its prefix",
    project: "vite-spa",
    edits: [{ file: ".env.local", replace: "VITE_WORKOS_CLIENT_ID=", with: "WORKOS_CLIENT_ID=" }],
    expect: ["error vite-env-missing src/main.tsx:15"],
  },
  {
    name: "the host's production variables lack the URL of the deployment",
    project: "nextjs-monorepo",
    edits: [],
    inputs: {
      hostEnv: {
        production:
          "WORKOS_CLIENT_ID=client_01JPRD8Q4W3M5X7Z9K2B6N1C0V\nWORKOS_API_KEY=sk_live_a2V5XzAxSlBST0ROT1RFUw\nWORKOS_COOKIE_PASSWORD=u8Rz4Kf1Wq7Tn3Yb9Xc6Vm2Lp5Hd0JsE\nCONVEX_URL=https://calm-otter-987.convex.cloud\n",
      },
    },
    expect: ["error vite-env-missing apps/web/src/components/providers.tsx:7"],
  },
  {
    name: "client code reads a name that Vite keeps to itself",
    project: "vite-spa",
    edits: [
      {
        file: "src/main.tsx",
        replace: "import.meta.env.VITE_WORKOS_CLIENT_ID",
        with: "import.meta.env.WORKOS_CLIENT_ID",
      },
    ],
    expect: ["error vite-env-missing src/main.tsx:15"],
  },
  {
    name: "the code has a fallback",
    project: "vite-spa",
    edits: [
      { file: ".env.local", replace: "VITE_WORKOS_CLIENT_ID=", with: "WORKOS_CLIENT_ID=" },
      {
        file: "src/main.tsx",
        replace: "clientId={import.meta.env.VITE_WORKOS_CLIENT_ID}",
        with: "clientId={import.meta.env.VITE_WORKOS_CLIENT_ID ?? window.workosClientId}",
      },
    ],
    expect: [],
  },
  {
    name: "there is no .env.local: nobody committed it",
    project: "vite-spa",
    edits: [{ file: ".env.local", remove: true }],
    expect: [],
  },
  {
    name: "a tool brings the variables",
    project: "vite-spa",
    edits: [
      { file: ".env.local", replace: "VITE_WORKOS_CLIENT_ID=client_01JDEV8Q4W3M5X7Z9K2B6N1C0V\n", with: "" },
      { file: "package.json", replace: `"dev": "vite"`, with: `"dev": "doppler run -- vite"` },
    ],
    expect: [],
  },
  {
    name: "Vite is told to let the name through",
    project: "vite-spa",
    edits: [
      {
        file: "vite.config.ts",
        replace: "  plugins:",
        with: `  envPrefix: ["VITE_", "WORKOS_CLIENT_"],\n  plugins:`,
      },
      {
        file: "src/main.tsx",
        replace: "import.meta.env.VITE_WORKOS_CLIENT_ID",
        with: "import.meta.env.WORKOS_CLIENT_ID",
      },
      { file: ".env.local", replace: "VITE_WORKOS_CLIENT_ID=", with: "WORKOS_CLIENT_ID=" },
    ],
    expect: [],
  },
];
