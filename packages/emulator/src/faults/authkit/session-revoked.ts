import { fault } from "../fault.ts";

export default fault({
  id: "session-revoked",
  side: "authkit",
  title: "The session has ended at WorkOS.",
  about:
    "The next refresh is refused for good, and whoever does not send the user to sign-in shows an app in which nothing works. So it is after the inactivity timeout, the end of the session, or an administrator's click.",
  provokes: ["idle-session-expired", "rsc-redirect-cors"],
  parameters: {},
  at: { sessionAlive: () => false },
});
