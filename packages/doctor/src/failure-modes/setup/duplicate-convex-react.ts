import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "duplicate-convex-react",
  step: "setup",
  severity: "error",
  title: "Two copies of convex/react are loaded, and the provider lives in the other one",
  short: "Two copies of convex",
  symptoms: ["A hook throws although the provider is mounted."],
  errorTexts: [
    "Could not find `ConvexProviderWithAuth` (or `ConvexProviderWithClerk` or `ConvexProviderWithAuth0`) as an ancestor component. This component may be missing, or you might have two instances of the `convex/react` module loaded in your project.",
  ],
  explanation:
    "React context belongs to one copy of a module. In a monorepo or with a linked package, provider and hook can resolve to different copies of convex, and the hook then finds no provider.",
  notAProblemWhen: "Two copies merely coexist in packages that do not share a page.",
  remedy: (project) => [
    "Give every package the same version range of convex and install again.",
    project.exec("convex --version"),
    "In Next.js or Vite, alias `convex` to one folder while the duplicate remains.",
  ],
  sources: ["https://docs.convex.dev/client/react", "https://docs.convex.dev/auth/debug"],
  appliesTo: {},
  testedWith: {},
  masks: ["plain-convex-provider"],
  detectors: [],
});
