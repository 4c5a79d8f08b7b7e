import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

export default failureMode({
  id: "template-readme-wrong-command",
  step: "setup",
  severity: "warning",
  title: "A script or guide runs a Convex command that does not exist",
  short: "Command does not exist",
  symptoms: ["`npx convex auth add workos` ends with an unknown command."],
  errorTexts: ["error: unknown command 'auth'"],
  explanation:
    "A template's README names `npx convex auth add workos`. The Convex CLI has no such command: the AuthKit section of convex.json and `npx convex dev` do that work.",
  notAProblemWhen: "It only stands in a guide that nobody runs: then it is a note.",
  remedy: (project) => [
    project.push(),
    "Or set the client id of an existing WorkOS team on the deployment.",
    project.convexEnvSet("WORKOS_CLIENT_ID", "client_…"),
  ],
  sources: ["https://github.com/get-convex/templates/issues/293", "https://docs.convex.dev/auth/authkit"],
  appliesTo: {},
  testedWith: { convex: "1.48.0" },
  masks: [],
  detectors: [
    detector({
      needs: ["scripts", "documentation"],
      *find({ scripts, documentation }) {
        for (const { words, location, script } of scripts.commands) {
          if (words.slice(0, 3).join(" ") !== COMMAND) continue;
          yield shown({
            subject: `${location.file}#${script}`,
            severity: "warning",
            location,
            evidence: [{ kind: "project", quote: words.join(" "), location }],
            detail: `The script ${script} runs \`${words.join(" ")}\`, a command that the Convex CLI does not have.`,
          });
        }
        for (const location of documentation.convexAuthAdd) {
          yield shown({
            subject: location.file,
            severity: "note",
            location,
            evidence: [{ kind: "project", quote: COMMAND, location }],
            detail: `${location.file} tells people to run \`${COMMAND}\`, a command that the Convex CLI does not have.`,
          });
        }
      },
    }),
  ],
});

const COMMAND = "convex auth add";

export const examples: readonly Example[] = [
  {
    name: "a script that sets up sign-in",
    project: "vite-spa",
    edits: [
      {
        file: "package.json",
        replace: '    "dev": "vite",\n',
        with: '    "dev": "vite",\n    "setup": "npm install && npx convex auth add workos",\n',
      },
    ],
    expect: ["warning template-readme-wrong-command package.json:7"],
  },
  {
    name: "a step of the README",
    project: "nextjs-monorepo",
    edits: [
      { file: "README.md", replace: "# Notes\n", with: "# Notes\n\n1. `npx convex auth add workos`\n" },
    ],
    expect: ["note template-readme-wrong-command README.md:3"],
  },
  {
    name: "the commands that exist",
    project: "vite-spa",
    edits: [
      {
        file: "package.json",
        replace: '    "dev": "vite",\n',
        with: '    "dev": "vite",\n    "setup": "npx convex dev --once && npx convex env list",\n',
      },
      { file: "README.md", replace: "Copy `.env", with: "Run `npx convex dev`, and add AuthKit. Copy `.env" },
    ],
    expect: [],
  },
];
