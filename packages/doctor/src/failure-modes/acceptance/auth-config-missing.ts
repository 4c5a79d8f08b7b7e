import { detector, failureMode, shown, type Shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { AuthConfigFact } from "../../facts/auth-config/auth-config.ts";
import type { Location } from "../../facts/location.ts";
import { WITHOUT_HAND_OVER } from "../without-hand-over.ts";

export default failureMode({
  id: "auth-config-missing",
  step: "acceptance",
  severity: "error",
  title: "The functions folder has no auth.config.ts that Convex can use, so it accepts no token",
  short: "No auth config",
  symptoms: [
    "People sign in at WorkOS and stay signed out in Convex.",
    "`useConvexAuth()` says `isAuthenticated: false` for ever; `getUserIdentity()` returns null.",
  ],
  errorTexts: [
    "No auth provider found matching the given token (no providers configured). Check convex/auth.config.ts.",
    "This deployment has no configured authentication providers",
    "auth config file is missing default export.",
    "The pushed auth config is invalid",
  ],
  explanation:
    "Convex accepts a token only if a provider in `auth.config.ts` matches its issuer. The file has to lie in the functions " +
    "folder itself (`convex/`, or the folder that `functions` in convex.json names). Without it a push succeeds silently and every " +
    "token is refused. One without a default export, or without the list `providers` in it, stops the push.",
  notAProblemWhen: "The app uses Convex without signing people in: then it needs no auth config.",
  remedy: (project, found) => [
    found !== null && found.location?.file === project.authConfig
      ? `Make ${project.authConfig} export an object with the two WorkOS providers by default: \`export default { providers: [ … ] }\` (\`convex-authkit explain second-provider-missing\` shows them).`
      : `Create ${project.authConfig} with the two WorkOS providers (\`convex-authkit explain second-provider-missing\` shows them).`,
    project.convexEnvSet("WORKOS_CLIENT_ID", "client_…"),
    project.push(),
  ],
  sources: ["https://docs.convex.dev/auth/authkit", "https://docs.convex.dev/auth/debug"],
  appliesTo: {},
  testedWith: {},
  masks: ["error-swallowed-silently"],
  detectors: [
    detector({
      needs: ["authConfig", "wiring"],
      *find({ authConfig, wiring }) {
        const handsOver = wiring.tokenHandOvers[0];
        if (handsOver !== undefined) {
          yield* whereAbsent(authConfig, handsOver.location, "The app hands tokens to Convex");
        }
      },
    }),
    detector({
      needs: ["authConfig", "functions"],
      *find({ authConfig, functions }) {
        const reads = functions.identityReads[0];
        // A helper that no function leads to is asked by nobody.
        if (reads !== undefined && functions.functions.length > 0)
          yield* whereAbsent(authConfig, reads.location, "Functions read the identity");
      },
    }),
  ],
});

function* whereAbsent(authConfig: AuthConfigFact, use: Location, what: string): Generator<Shown> {
  if (authConfig.refused !== undefined) {
    const location = authConfig.problem?.location ?? { file: authConfig.file, line: 1, column: 1 };
    yield shown({
      subject: authConfig.file,
      severity: "error",
      location,
      evidence: [{ kind: "project", quote: authConfig.refused, location }],
      detail: `Convex refuses ${authConfig.file}. ${authConfig.refused}`,
    });
  }
  if (authConfig.state !== "absent") return;
  yield shown({
    subject: authConfig.file,
    severity: "error",
    location: use,
    evidence: [{ kind: "project", quote: `${what}; there is no ${authConfig.file}`, location: use }],
    detail: `${what}, and ${authConfig.file} does not exist.`,
  });
}

const WITHOUT_BOTH: Example["edits"] = [
  { file: "convex/auth.config.ts", remove: true },
  ...WITHOUT_HAND_OVER,
];

export const examples: readonly Example[] = [
  {
    name: "the file has no default export",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "packages/backend/convex/auth.config.ts",
        replace: "export default {",
        with: "export const authConfig = {",
      },
    ],
    expect: ["error auth-config-missing packages/backend/convex/auth.config.ts:1"],
  },
  {
    name: "the list is the default export itself",
    project: "vite-spa",
    edits: [{ file: "convex/auth.config.ts", write: "export default [];\n" }],
    expect: ["error auth-config-missing convex/auth.config.ts:1"],
  },
  {
    name: "the key is misspelt",
    project: "vite-spa",
    edits: [{ file: "convex/auth.config.ts", replace: "providers: [", with: "provider: [" }],
    expect: ["error auth-config-missing convex/auth.config.ts:1"],
  },
  {
    name: "the file of a CommonJS package",
    project: "vite-spa",
    edits: [
      { file: "convex/auth.config.ts", replace: "export default {", with: "module.exports = {" },
      { file: "convex/auth.config.ts", replace: "} satisfies AuthConfig;", with: "};" },
    ],
    expect: [],
  },
  {
    name: "the file was deleted",
    project: "nextjs-monorepo",
    edits: [{ file: "packages/backend/convex/auth.config.ts", remove: true }],
    expect: ["error auth-config-missing apps/web/src/components/providers.tsx:12"],
  },
  {
    name: "only functions read the identity",
    project: "vite-spa",
    edits: WITHOUT_BOTH,
    expect: ["error auth-config-missing convex/notes.ts:7", "error plain-convex-provider src/main.tsx:20"],
  },
  {
    name: "the one helper that reads the identity is used by no function",
    project: "vite-spa",
    edits: [
      ...WITHOUT_BOTH,
      { file: "convex/profile.ts", remove: true },
      {
        file: "convex/notes.ts",
        write:
          'import { v } from "convex/values";\nimport { query } from "./_generated/server";\n\nexport const list = query({\n  args: { author: v.string() },\n  handler: async (ctx, { author }) =>\n    await ctx.db.query("notes").withIndex("by_author", (q) => q.eq("author", author)).collect(),\n});\n',
      },
      {
        file: "convex/caller.ts",
        write:
          'import type { Auth } from "convex/server";\n\nexport async function whoAsks(auth: Auth) {\n  return await auth.getUserIdentity();\n}\n',
      },
    ],
    expect: ["error plain-convex-provider src/main.tsx:20"],
  },
  {
    name: "the file lies in a functions folder that convex.json moves",
    project: "vite-spa",
    edits: [
      { file: "convex.json", replace: '  "authKit": {', with: '  "functions": "convex/",\n  "authKit": {' },
    ],
    expect: [],
  },
  {
    name: "a JavaScript auth config",
    project: "vite-spa",
    edits: [
      { file: "convex/auth.config.ts", moveTo: "convex/auth.config.js" },
      {
        file: "convex/auth.config.js",
        replace: 'import type { AuthConfig } from "convex/server";\n',
        with: "",
      },
      { file: "convex/auth.config.js", replace: "} satisfies AuthConfig;", with: "};" },
    ],
    expect: [],
  },
];
