import { fault } from "../fault.ts";
import { AUTHENTICATE, isAffected } from "../affected-endpoint.ts";

const PAGE = `<!doctype html>
<html lang="en"><head><title>503 Service Temporarily Unavailable</title></head>
<body><h1>503 Service Temporarily Unavailable</h1></body></html>
`;

export default fault({
  id: "html-503",
  side: "authkit",
  title: "WorkOS answers with 503 and a page in HTML.",
  about:
    "authkit-nextjs up to 4.3.2 takes this for the end of the session and deletes its cookie, so everybody is signed out by an outage of a minute. So it is when a proxy in front of WorkOS answers in its place.",
  provokes: ["session-destroyed-on-5xx"],
  parameters: {
    endpoint: {
      default: AUTHENTICATE,
      about: "The endpoint that is affected, such as POST /user_management/authenticate; *: all of AuthKit.",
    },
    status: { default: 503, about: "The status of the answer." },
  },
  at: {
    answer: (own, { endpoint, parameters }) =>
      isAffected(endpoint, parameters.endpoint)
        ? { status: parameters.status, headers: { "content-type": "text/html; charset=utf-8" }, body: PAGE }
        : own,
  },
});
