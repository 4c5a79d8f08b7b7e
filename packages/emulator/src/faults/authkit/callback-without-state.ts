import { fault } from "../fault.ts";

export default fault({
  id: "callback-without-state",
  side: "authkit",
  title: "The browser comes back to the callback without `state`.",
  about:
    "authkit-nextjs answers the callback with an error about a missing parameter. So it is when a sign-in did not begin in the app: impersonation in the dashboard, an identity provider's portal, a link of an invitation.",
  provokes: ["missing-auth-params-impersonation"],
  parameters: {},
  at: { callbackParameters: ({ state: _state, ...others }) => others },
});
