import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

export default failureMode({
  id: "convex-json-unknown-section",
  step: "setup",
  severity: "error",
  title: "convex.json holds something that the Convex CLI refuses or ignores",
  short: "convex.json refused or ignored",
  symptoms: [
    "`npx convex dev` and `npx convex deploy` stop before they push anything.",
    "Or they succeed, and a setting inside `authKit` has no effect: the redirect URI is not registered, the variable is not written.",
  ],
  errorTexts: [
    "Warning: Unknown property in `convex.json`",
    "These properties will be preserved but are not recognized by this version of Convex.",
    "authKit.environmentType is only allowed in the prod section",
    "authKit.localEnvVars is only supported for dev deployments. Preview and prod deployments must configure environment variables directly in the deployment platform.",
    'Error: Parsing "convex.json" failed',
  ],
  explanation:
    "The Convex CLI reads convex.json as plain JSON, without comments. It refuses the whole file for a value of the wrong type, for `environmentType` " +
    "outside `prod` and for a `localEnvVars` object outside `dev`. A key it does not know is another matter: at the top level it prints " +
    "a warning and goes on, inside `authKit` it drops the key without a word, so that `redirectUrls` for `redirectUris` looks as if it worked.",
  notAProblemWhen:
    "The installed Convex CLI is newer than the one this rule was made for and knows the key. `dev`, `preview` and `prod` are all optional, and so is " +
    "every key in them.",
  remedy: (project, found) => [
    found === null || found.subject === ""
      ? `Correct ${project.convexJson}: the sections of \`authKit\` are \`dev\`, \`preview\` and \`prod\`; their keys are \`configure\` (\`redirectUris\`, \`appHomepageUrl\`, \`corsOrigins\`), \`localEnvVars\` (dev only) and \`environmentType\` (prod only).`
      : `Correct ${found.subject} in ${project.convexJson}, as said above.`,
    'Add `"$schema": "./node_modules/convex/schemas/convex.schema.json"` as its first key: the editor then marks unknown keys.',
    project.push(),
  ],
  sources: [
    "https://docs.convex.dev/auth/authkit/auto-provision",
    "https://github.com/get-convex/convex-backend/blob/main/npm-packages/convex/src/cli/lib/config.ts",
  ],
  appliesTo: {},
  testedWith: { convex: "1.48.0" },
  masks: [],
  detectors: [
    detector({
      needs: ["convexJson"],
      *find({ convexJson: { refusals, unknownKeys } }) {
        for (const { path, message, location } of refusals) {
          yield shown({
            subject: path || "the file as a whole",
            severity: "error",
            location,
            evidence: [{ kind: "project", quote: message, location }],
            detail: `The Convex CLI refuses the file. ${message}`,
          });
        }
        for (const { parent, key, meant, effect, location } of unknownKeys) {
          // A key at the top level may belong to a newer CLI, which says so itself; only a slip is worth a word.
          if (effect === "kept" && meant === null) continue;
          const path = parent === "" ? key : `${parent}.${key}`;
          const instead = meant === null ? "" : ` \`${meant}\` is probably meant.`;
          const what =
            effect === "dropped"
              ? "The Convex CLI drops it without a word."
              : "The Convex CLI does not know it.";
          yield shown({
            subject: path,
            severity: "warning",
            location,
            evidence: [{ kind: "project", quote: `"${key}"`, location }],
            detail: `\`${path}\` is no setting. ${what}${instead}`,
          });
        }
      },
    }),
  ],
});

export const examples: Example[] = [
  {
    name: "redirectUrls instead of redirectUris",
    project: "vite-spa",
    edits: [
      {
        file: "convex.json",
        replace: `"redirectUris": ["http://localhost:5173/callback"],\n        "corsOrigins": ["http://localhost:5173"]`,
        with: `"redirectUrls": ["http://localhost:5173/callback"],\n        "redirectUris": ["http://localhost:5173/callback"],\n        "corsOrigins": ["http://localhost:5173"]`,
      },
    ],
    expect: ["warning convex-json-unknown-section convex.json:6"],
  },
  {
    name: "environmentType in dev: the CLI refuses the file",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "packages/backend/convex.json",
        replace: `"dev": {\n`,
        with: `"dev": {\n      "environmentType": "development",\n`,
      },
    ],
    expect: ["error convex-json-unknown-section packages/backend/convex.json:5"],
  },
  {
    name: "a localEnvVars object in preview: the CLI refuses the file",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "packages/backend/convex.json",
        replace: `"preview": {\n`,
        with: `"preview": {\n      "localEnvVars": { "NEXT_PUBLIC_STAGE": "preview" },\n`,
      },
    ],
    expect: ["error convex-json-unknown-section packages/backend/convex.json:16"],
  },
  {
    name: "a misspelt top-level key",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "packages/backend/convex.json",
        replace: `"authKit": {`,
        with: `"fucntions": "convex/",\n  "authKit": {`,
      },
    ],
    expect: ["warning convex-json-unknown-section packages/backend/convex.json:3"],
  },
  {
    name: "keys of the top level that this rule does not know, and localEnvVars switched off outside dev",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "packages/backend/convex.json",
        replace: `"preview": {\n`,
        with: `"preview": {\n      "localEnvVars": false,\n`,
      },
      {
        file: "packages/backend/convex.json",
        replace: `  "authKit": {`,
        with: `  "telemetry": true,\n  "//": "AuthKit is managed by Convex.",\n  "authKit": {`,
      },
    ],
    expect: [],
  },
  {
    name: "environmentType in prod, where it belongs",
    project: "vite-spa",
    edits: [
      {
        file: "convex.json",
        replace: `"environmentType": "production"`,
        with: `"environmentType": "staging"`,
      },
    ],
    expect: [],
  },
];
