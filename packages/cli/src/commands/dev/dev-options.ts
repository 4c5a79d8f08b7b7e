import type { Options } from "../../arguments/parse-arguments.ts";
import type { Help } from "../../arguments/render-help.ts";

/** The options of `convex-authkit dev`. */
export const DEV_OPTIONS = {
  app: { type: "string", value: "APP", help: "the app to start, by its folder or package name" },
  port: { type: "string", value: "PORT", help: "of AuthKit and the console (4100; 0: any free one)" },
  "convex-port": { type: "string", value: "PORT", help: "of Convex (3210; 0: any free one)" },
  "convex-site-port": {
    type: "string",
    value: "PORT",
    help: "of Convex's HTTP actions (the one after --convex-port)",
  },
  "authkit-only": { type: "boolean", help: "leave Convex out: the app keeps its own deployment" },
  "convex-only": { type: "boolean", help: "leave AuthKit out: people sign in at WorkOS itself" },
  seed: {
    type: "string",
    value: "FILE",
    help: "test accounts, organizations and roles (tmp/authkit_test_accounts.json where it exists)",
  },
  fault: {
    type: "string",
    multiple: true,
    value: "ID[:name=value,…]",
    help: "switch a fault on, e.g. ID:times=3,for=60s; `list` names them",
  },
  "jwt-template": { type: "string", value: "FILE", help: "the JWT template of the WorkOS dashboard" },
  "convex-env": {
    type: "string",
    multiple: true,
    value: "development=FILE",
    help: "variables of the deployment: the output of `npx convex env list`",
  },
  env: { type: "string", multiple: true, value: "NAME=VALUE", help: "one variable of the deployment" },
  "write-generated": { type: "boolean", help: "write a missing convex/_generated into the project" },
  "state-dir": {
    type: "string",
    value: "FOLDER",
    help: "where the signing key is kept (node_modules/.cache/convex-authkit)",
  },
  "print-provider": {
    type: "boolean",
    help: "print a provider for auth.config.ts with this machine's key, and end",
  },
  json: { type: "boolean", help: "print one line of JSON once the servers run" },
  help: { type: "boolean", short: "h", help: "print this" },
} as const satisfies Options;

/** What `convex-authkit dev --help` says. */
export const DEV_HELP: Help = {
  about: `Runs WorkOS AuthKit and Convex on this machine: without accounts, without internet, with production's rules.
The app's own Convex functions run under its unmodified auth.config.ts. No file is changed.`,
  usage: ["convex-authkit dev [OPTION…] [-- COMMAND…]"],
  inputs: [
    ["COMMAND", "starts the app, with the variables that lead it here; without it only the servers run"],
  ],
  examples: [
    ["npx convex-authkit dev -- npm run dev", "the app, signed in by a local AuthKit"],
    ["npx convex-authkit dev --authkit-only -- npm run dev", "with your own Convex deployment"],
    ["npx convex-authkit dev --fault list", "the faults there are"],
  ],
  notes: [
    "Everything listens on this machine alone. Where COMMAND runs `convex dev`, that part is left out and said.",
    "With --json, what COMMAND prints goes to standard error. Exit codes: COMMAND's own; 2 could not run.",
  ],
};
