import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "server-import-in-client",
  step: "setup",
  severity: "error",
  title: "A client component imports the server entry of authkit-nextjs",
  short: "Server entry in a client component",
  symptoms: ["The build fails in a client component."],
  errorTexts: [
    'UnhandledSchemeError: Reading from "node:crypto" is not handled by plugins',
    "This module cannot be imported from a Client Component module. It should only be used from a Server Component.",
  ],
  explanation:
    "The root of `@workos-inc/authkit-nextjs` is server code. Hooks and `AuthKitProvider` for client components are exported from `@workos-inc/authkit-nextjs/components`.",
  notAProblemWhen: "The import is only for types, or authkit-nextjs 0.x is installed.",
  remedy: () => ['Import hooks and AuthKitProvider from "@workos-inc/authkit-nextjs/components".'],
  sources: ["https://github.com/workos/authkit-nextjs/blob/main/README.md"],
  appliesTo: { packages: { "@workos-inc/authkit-nextjs": "*" } },
  testedWith: {},
  masks: [],
  detectors: [],
});
