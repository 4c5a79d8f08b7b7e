import { fault } from "../fault.ts";
import { expectedIssuers } from "@convex-authkit/core";

export default fault({
  id: "issuer-user-management",
  side: "authkit",
  title: "Tokens carry the issuer of one client, `https://api.workos.com/user_management/<client id>`.",
  about:
    "authkit-react-router 0.12 accepts only the bare API host as issuer, so it takes every token for invalid and refreshes the session at each request. So it is with every environment created since mid-2025; it is the emulator's standard as well.",
  provokes: ["react-router-issuer-pin"],
  parameters: {},
  at: {
    issuer: (own, { subject: { clientId } }) =>
      clientId === undefined ? own : expectedIssuers(clientId).userManagement,
  },
});
