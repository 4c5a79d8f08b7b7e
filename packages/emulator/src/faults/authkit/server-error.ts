import { fault } from "../fault.ts";
import { AUTHENTICATE, isAffected } from "../affected-endpoint.ts";

export default fault({
  id: "server-error",
  side: "authkit",
  title: "WorkOS answers with a server error in JSON.",
  about: "Nothing can be refreshed while it lasts. The session is alive, so nobody may be signed out by it.",
  provokes: [],
  parameters: {
    endpoint: {
      default: AUTHENTICATE,
      about: "The endpoint that is affected, such as POST /user_management/authenticate; *: all of AuthKit.",
    },
    status: { default: 500, about: "The status of the answer." },
  },
  at: {
    answer: (own, { endpoint, parameters }) =>
      isAffected(endpoint, parameters.endpoint)
        ? { status: parameters.status, body: { message: "Internal server error" } }
        : own,
  },
});
