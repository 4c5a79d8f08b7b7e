import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "server-fetch-without-token",
  step: "acceptance",
  severity: "warning",
  title: "A server-side call reaches a function that needs an identity without a token",
  short: "Server call without a token",
  symptoms: ["Data fetched on the server is empty or anonymous."],
  errorTexts: ["Unauthenticated"],
  explanation:
    "`fetchQuery`, `preloadQuery` and `ConvexHttpClient` know nothing of the browser's session: the token has to be passed.",
  notAProblemWhen: "The function accepts anonymous callers, or the client got a token through setAuth.",
  remedy: () => [
    "const { accessToken } = await withAuth(); await preloadQuery(api.notes.list, {}, { token: accessToken });",
  ],
  sources: [
    "https://docs.convex.dev/client/nextjs/app-router/server-rendering",
    "https://docs.convex.dev/auth/debug",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
