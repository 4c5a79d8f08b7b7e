import { fault } from "../fault.ts";
import { WORKOS_API_HOST } from "@convex-authkit/core";

export default fault({
  id: "issuer-api-origin",
  side: "authkit",
  title: "Tokens carry the bare API host as issuer, and no audience.",
  about:
    "Convex finds no provider for them: the one for this issuer asks for an audience. So it is with environments created before mid-2025.",
  provokes: ["shared-issuer-token-without-aud"],
  parameters: {},
  at: { issuer: () => `https://${WORKOS_API_HOST}` },
});
