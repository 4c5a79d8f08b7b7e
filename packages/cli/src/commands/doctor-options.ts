import type { Options } from "../arguments/parse-arguments.ts";
import type { Help } from "../arguments/render-help.ts";

/** The options of `convex-authkit` and `convex-authkit doctor`. */
export const DOCTOR_OPTIONS = {
  stage: { type: "string", value: "STAGE", help: "judge only development, preview or production" },
  app: { type: "string", value: "APP", help: "judge only the app with this folder or package name" },
  "convex-env": {
    type: "string",
    multiple: true,
    value: "STAGE=FILE",
    help: "variables of a Convex deployment: the output of `npx convex env list [--prod]`",
  },
  "host-env": {
    type: "string",
    multiple: true,
    value: "STAGE=FILE",
    help: "variables of the host, as an env file: `vercel env pull FILE --environment=production`",
  },
  token: {
    type: "string",
    multiple: true,
    value: "[STAGE=]TOKEN",
    help: "an access token or a file that holds one; with its stage, tokens are compared",
  },
  "jwt-template": {
    type: "string",
    multiple: true,
    value: "[STAGE=]FILE",
    help: "the JWT template of the WorkOS dashboard",
  },
  jwks: { type: "string", value: "FILE", help: "a saved JWKS, to check signatures without the network" },
  only: { type: "string", multiple: true, value: "ID", help: "look for this failure mode only" },
  ignore: { type: "string", multiple: true, value: "ID", help: "do not look for this failure mode" },
  strict: { type: "boolean", help: "exit with 1 for warnings too" },
  json: { type: "boolean", help: "print one JSON object (its schema is in the package)" },
  markdown: { type: "boolean", help: "print a report to paste where you ask for help; it holds no secret" },
  verbose: { type: "boolean", help: "tell notes, and everything that could not be checked" },
  help: { type: "boolean", short: "h", help: "print this" },
  version: { type: "boolean", short: "v", help: "print the version" },
} as const satisfies Options;

/** What `convex-authkit --help` says. */
export const DOCTOR_HELP: Help = {
  about: `convex-authkit names the one step that broke between WorkOS AuthKit and Convex. Unofficial.
It reads files and tokens, writes nothing, executes nothing and uses no network.`,
  usage: ["convex-authkit [INPUT…] [OPTION…]", "convex-authkit COMMAND [ARGUMENT…]"],
  commands: [
    ["doctor", "examine a project (the same as no command)"],
    ["dev", "run AuthKit and Convex on this machine, and an app with them"],
    ["verdict", "say what Convex decides about one token, and why"],
    ["explain", "explain a failure mode; list them; search by symptom or error text"],
  ],
  inputs: [
    ["FOLDER", "the project; the working folder when none is named"],
    ["TOKEN", "an access token, a file that holds one, or - for standard input"],
  ],
  examples: [
    ["npx convex-authkit", "examine the project in this folder"],
    ["npx convex env list --prod | npx convex-authkit --convex-env production=-", ""],
    ["npx convex-authkit --token production=token.txt", "what would production say to this token?"],
    ["npx convex-authkit --markdown > report.md", "a report without secrets, ready to paste"],
  ],
  notes: [
    "Exit codes: 0 nothing at error (with --strict: nor at warning), 1 findings, 2 could not run.",
    "A comment `convex-authkit-ignore ID: reason` silences a failure mode on the next line.",
  ],
};
