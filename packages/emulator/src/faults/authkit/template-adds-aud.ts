import { fault } from "../fault.ts";
import { withMember } from "../template-text.ts";

export default fault({
  id: "template-adds-aud",
  side: "authkit",
  title: "The JWT template adds an audience.",
  about:
    "Nothing changes in an app whose auth config asks for none: the audience was added in vain. So it is in projects that took the advice that Convex requires `aud`.",
  provokes: ["aud-cargo-cult"],
  parameters: {},
  at: {
    jwtTemplate: (own, { subject: { clientId = "client" } }) => withMember(own, "aud", clientId),
  },
});
