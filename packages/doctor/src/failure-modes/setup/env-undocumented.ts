import type {
  EnvironmentRead,
  EnvironmentReadsFact,
} from "../../facts/environment-reads/environment-reads.ts";
import type { Location } from "../../facts/location.ts";
import type { PackagesFact } from "../../facts/packages/packages.ts";
import type { App } from "../../facts/workspace/workspace.ts";
import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

export default failureMode({
  id: "env-undocumented",
  step: "setup",
  severity: "note",
  title: "Variables that sign-in needs are written down nowhere",
  short: "Variables undocumented",
  symptoms: ["A new clone cannot sign in, and nothing in the repository says which variables it needs."],
  errorTexts: [],
  explanation:
    "Env files with values stay out of the repository, so it has to name the variables in another way. These are read by the code or by the AuthKit SDK, and appear in no example file, README, schema or set-up script: " +
    "whoever clones the project, or sets up a new stage, finds out one error at a time.",
  notAProblemWhen:
    "The name stands anywhere people or agents look: an example file (also as a comment), a README or AGENTS.md, the docs, a schema such as t3-env, a set-up script, the `localEnvVars` of convex.json.",
  remedy: (project, found) => [
    `Add ${found === null ? "them" : found.subject} to ${project.appDir === "." ? "" : `${project.appDir}/`}.env.example, each with a comment that says where its value comes from.`,
    ...(found === null || found.subject.includes("WORKOS_COOKIE_PASSWORD")
      ? ["WORKOS_COOKIE_PASSWORD: at least 32 characters, `openssl rand -base64 32`."]
      : []),
  ],
  sources: [
    "https://docs.convex.dev/auth/authkit",
    "https://github.com/workos/authkit-nextjs/blob/main/README.md",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["workspace", "environmentReads", "documentation", "packages"],
      *find({ workspace, environmentReads, documentation, packages }, target) {
        const app = workspace.apps.find(({ dir }) => dir === target.app);
        if (app === undefined) return;
        const { ofApp, ofBackend } = variablesNeeded(app, environmentReads, packages);
        // What Convex functions read is one finding, whichever apps use the backend.
        for (const needed of [ofApp, ofBackend]) {
          const isNamed = (name: string) => Object.hasOwn(documentation.names, name);
          const missing = [...needed].filter(
            ([name]) =>
              !isNamed(name) &&
              !environmentReads.reads.some((it) => it.name === name && it.alternatives.some(isNamed)),
          );
          const [first] = missing;
          if (first === undefined) continue;
          const names = missing.map(([name]) => name).join(", ");
          yield shown({
            subject: names,
            severity: "note",
            location: first[1],
            evidence: missing.map(([name, location]) => ({ kind: "project", quote: name, location })),
            detail: `${names} ${missing.length === 1 ? "appears" : "appear"} in no example file, README, schema or script.`,
          });
        }
      },
    }),
  ],
});

/** Names that the SDKs on the server read by themselves and cannot do without. */
const READ_BY_SDK: readonly [RegExp, readonly string[]][] = [
  [
    /^@workos-inc\/authkit-(?:nextjs|remix|react-router)$|^@workos\/authkit-tanstack-react-start$/,
    ["WORKOS_CLIENT_ID", "WORKOS_API_KEY"],
  ],
];

/** Names with the place that asks for them: the code that reads them, or the SDK's line in package.json. */
type Needed = Map<string, Location | null>;

/** The variables that an app and its Convex functions cannot do without. */
function variablesNeeded(
  app: App,
  { reads, cookiePasswordOption }: EnvironmentReadsFact,
  packages: PackagesFact,
): { ofApp: Needed; ofBackend: Needed } {
  const ofApp: Needed = new Map();
  const ofBackend: Needed = new Map();
  for (const [sdk, own] of READ_BY_SDK) {
    const name = app.authkit.find((it) => sdk.test(it));
    if (name === undefined) continue;
    const names = cookiePasswordOption ? own : [...own, "WORKOS_COOKIE_PASSWORD"];
    for (const variable of names) ofApp.set(variable, packages[name]?.location ?? null);
  }
  const needed = reads.filter(isNeeded);
  for (const { name, location } of needed.filter(({ side }) => side !== "convex")) {
    if (!ofApp.has(name)) ofApp.set(name, location);
  }
  for (const { name, location } of needed) {
    if (!ofApp.has(name) && !ofBackend.has(name)) ofBackend.set(name, location);
  }
  return { ofApp, ofBackend };
}

function isNeeded({ name, use, whenUnset }: EnvironmentRead): boolean {
  // The Convex CLI writes the URLs of the deployment by itself.
  if (/CONVEX_(?:SITE_|CLOUD_)?URL$/.test(name)) return false;
  if (use === "client-id") return true;
  if (!/WORKOS|AUTHKIT/.test(name)) return false;
  return (
    whenUnset === "throws" ||
    use === "redirect-uri" ||
    /(?:CLIENT_ID|API_KEY|REDIRECT_URI|COOKIE_PASSWORD)$/.test(name)
  );
}

export const examples: Example[] = [
  {
    name: "neither README nor example file names the cookie password",
    project: "nextjs-monorepo",
    edits: [
      { file: "apps/web/.env.example", replace: "WORKOS_COOKIE_PASSWORD=\n", with: "" },
      {
        file: "README.md",
        replace: "| `WORKOS_COOKIE_PASSWORD` | host | at least 32 characters, `openssl rand -base64 32` |\n",
        with: "",
      },
    ],
    expect: ["note env-undocumented apps/web/package.json:11"],
  },
  {
    name: "the client id that the SPA reads is named nowhere",
    project: "vite-spa",
    edits: [
      { file: ".env.example", replace: "VITE_WORKOS_CLIENT_ID=\n", with: "" },
      { file: ".env.production", remove: true },
      {
        file: "convex.json",
        replace: `        "VITE_WORKOS_CLIENT_ID": "\${authEnv.WORKOS_CLIENT_ID}",\n`,
        with: "",
      },
    ],
    expect: ["note env-undocumented src/main.tsx:15"],
  },
  {
    name: "Convex functions read a key that is named nowhere",
    project: "vite-spa",
    edits: [
      {
        file: "convex/profile.ts",
        replace: 'import { query } from "./_generated/server";\n',
        with: 'import { query } from "./_generated/server";\n\nexport const workosKey = process.env.WORKOS_API_KEY;\n',
      },
    ],
    expect: ["note env-undocumented convex/profile.ts:3"],
  },
  {
    name: "a comment of the example file names it",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/.env.example",
        replace: "WORKOS_COOKIE_PASSWORD=\n",
        with: "# WORKOS_COOKIE_PASSWORD= (32 characters or more)\n",
      },
      {
        file: "README.md",
        replace: "| `WORKOS_COOKIE_PASSWORD` | host | at least 32 characters, `openssl rand -base64 32` |\n",
        with: "",
      },
    ],
    expect: [],
  },
  {
    name: "no example file at all: the set-up script names every variable",
    project: "nextjs-monorepo",
    edits: [
      { file: "apps/web/.env.example", remove: true },
      { file: "README.md", write: "# Notes\n" },
      {
        file: "scripts/setup.mjs",
        write: `const asked = ["WORKOS_CLIENT_ID", "WORKOS_API_KEY", "WORKOS_COOKIE_PASSWORD", "NEXT_PUBLIC_WORKOS_REDIRECT_URI"];\n`,
      },
    ],
    expect: [],
  },
  {
    name: "a second name for a variable that the README gives under its first",
    project: "vite-spa",
    edits: [
      {
        file: "src/main.tsx",
        replace: "import.meta.env.VITE_WORKOS_CLIENT_ID",
        with: "import.meta.env.VITE_WORKOS_CLIENT_ID ?? import.meta.env.VITE_AUTHKIT_CLIENT_ID",
      },
    ],
    expect: [],
  },
];
