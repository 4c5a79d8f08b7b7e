import { fault } from "../fault.ts";

export default fault({
  id: "auth-error-redacted",
  side: "convex",
  title: "Convex hides the reason for which it refuses a token.",
  about:
    "The app is not authenticated and nothing says why: neither the message nor the console names the providers. So it is on production deployments.",
  provokes: ["error-swallowed-silently"],
  parameters: {},
  at: { redactMessages: () => true },
});
