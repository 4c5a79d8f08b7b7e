import { fault } from "../fault.ts";

export default fault({
  id: "issuer-authkit-domain",
  side: "authkit",
  title: "Tokens carry the issuer of the AuthKit domain, as those of Connect and MCP do.",
  about:
    "Convex finds no provider for them: they are no session tokens. So it is where an app hands on the token of an MCP client or of a machine.",
  provokes: ["foreign-token-kind"],
  parameters: { host: { default: "lively-harbor-42.authkit.app", about: "The AuthKit domain, host only." } },
  at: {
    issuer: (_own, { parameters: { host } }) => `https://${host}`,
    // Unlike session tokens, these name whom they are meant for.
    claims: (claims, { subject: { clientId } }) => ({ ...claims, aud: clientId ?? "mcp" }),
  },
});
