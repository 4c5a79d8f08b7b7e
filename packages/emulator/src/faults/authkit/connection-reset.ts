import { fault } from "../fault.ts";
import { AUTHENTICATE, isAffected } from "../affected-endpoint.ts";

export default fault({
  id: "connection-reset",
  side: "authkit",
  title: "WorkOS cuts the connection without an answer.",
  about:
    "Requests fail as they do without a network. The session is alive, so nobody may be signed out by it.",
  provokes: [],
  parameters: {
    endpoint: {
      default: AUTHENTICATE,
      about: "The endpoint that is affected, such as POST /user_management/authenticate; *: all of AuthKit.",
    },
  },
  at: {
    answer: (own, { endpoint, parameters }) =>
      isAffected(endpoint, parameters.endpoint) ? { reset: true } : own,
  },
});
