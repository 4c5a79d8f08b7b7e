import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "cache-busting-claim",
  step: "identity",
  severity: "note",
  title: "A claim that changes with every token re-runs all queries",
  short: "Claim changes with each token",
  symptoms: ["All queries run again every five minutes."],
  errorTexts: [],
  explanation:
    "Convex caches queries by the whole identity. A claim with a time or a random value gives every new token another identity.",
  notAProblemWhen: "No query reads the identity.",
  remedy: () => ["Remove the varying claim from the JWT template."],
  sources: ["https://docs.convex.dev/auth/functions-auth"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
