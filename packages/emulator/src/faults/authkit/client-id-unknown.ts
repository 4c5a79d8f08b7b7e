import { fault } from "../fault.ts";

export default fault({
  id: "client-id-unknown",
  side: "authkit",
  title: "The client id is unknown to WorkOS.",
  about:
    "Sign-in ends on WorkOS's error page client-id-invalid before any form is shown. So it is where the client id was copied from elsewhere, or is a placeholder.",
  provokes: ["authorize-url-invalid"],
  parameters: {},
  at: { clientIdKnown: () => false },
});
