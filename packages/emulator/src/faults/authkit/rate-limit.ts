import { fault } from "../fault.ts";
import { AUTHENTICATE, isAffected } from "../affected-endpoint.ts";

function retryAfter(seconds: number): Record<string, string> {
  return seconds < 0 ? {} : { "retry-after": `${seconds}` };
}

export default fault({
  id: "rate-limit",
  side: "authkit",
  title: "WorkOS answers that there were too many requests.",
  about:
    "Tokens cannot be refreshed for a while; an app that takes this for the end of the session signs everybody out, one that tries again at once makes it worse. So it is when every page load and every tab refreshes.",
  provokes: ["workos-429"],
  parameters: {
    endpoint: {
      default: AUTHENTICATE,
      about: "The endpoint that is affected, such as POST /user_management/authenticate; *: all of AuthKit.",
    },
    retryAfter: { default: 1, about: "Seconds in the header Retry-After; -1: without it, as it happens." },
  },
  at: {
    answer: (own, { endpoint, parameters }) =>
      isAffected(endpoint, parameters.endpoint)
        ? {
            status: 429,
            headers: retryAfter(parameters.retryAfter),
            body: { code: "rate_limit_exceeded", message: "Too many requests. Please try again later." },
          }
        : own,
  },
});
