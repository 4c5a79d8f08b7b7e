import { fault } from "../fault.ts";
import { expectedIssuers } from "@convex-authkit/core";

export default fault({
  id: "issuer-custom-domain",
  side: "authkit",
  title: "Tokens carry the issuer of a custom authentication API domain.",
  about:
    "Convex finds no provider for them until the auth config lists the new issuer. So it is from the moment at which such a domain is switched on in the dashboard.",
  provokes: ["custom-auth-domain-issuer"],
  parameters: { host: { default: "auth.example.com", about: "The custom domain, host only." } },
  at: {
    issuer: (own, { subject: { clientId }, parameters: { host } }) =>
      clientId === undefined ? own : expectedIssuers(clientId, host).userManagement,
  },
});
