import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "hmr-refresh-race",
  step: "token",
  severity: "warning",
  title: "The Convex client is created anew with every render or hot update",
  short: "Client created on every render",
  symptoms: ["Saving a file in development signs you out."],
  errorTexts: ["invalid_grant"],
  explanation:
    "A ConvexReactClient created in a component's body is another one after each render or hot update; several of them refresh the token at once.",
  notAProblemWhen: "The client is created at module level, in useState or in useMemo.",
  remedy: () => [
    "const [convex] = useState(() => new ConvexReactClient(url)), or create it at module level.",
  ],
  sources: ["https://docs.convex.dev/client/react", "https://github.com/workos/authkit-nextjs/issues/28"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
