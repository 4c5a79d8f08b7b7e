import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "runtime-peer-version",
  step: "setup",
  severity: "error",
  title: "A package or the Node version lies outside what the AuthKit package asks for",
  short: "Peer version does not fit",
  symptoms: [
    "Installing or building fails after an upgrade.",
    "Two copies of the WorkOS SDK are installed and behave differently.",
  ],
  errorTexts: [
    "ERESOLVE could not resolve",
    'peer @workos-inc/node@"^9.0.0 || ^10.0.0" from @workos-inc/authkit-nextjs',
    "EBADENGINE Unsupported engine",
  ],
  explanation:
    "From 4.1.4 on, authkit-nextjs takes `@workos-inc/node` as a peer dependency in version 9 or 10. `npm install @workos-inc/node` without a version gives 11, which lies outside. Version 4 declares Node 22.11 and runs on 20.",
  notAProblemWhen: "Only the Node version differs: authkit-nextjs 4 declares 22.11 and runs on Node 20.",
  remedy: (project) => [project.install("@workos-inc/node@^10")],
  sources: [
    "https://github.com/workos/authkit-nextjs/blob/main/CHANGELOG.md",
    "https://www.npmjs.com/package/@workos-inc/authkit-nextjs",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
