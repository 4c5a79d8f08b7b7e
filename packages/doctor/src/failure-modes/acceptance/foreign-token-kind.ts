import { normalizeIssuer, readIssuer } from "@convex-authkit/core";
import { detector, failureMode, refuted, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { isThisMachine } from "../../facts/environment/this-machine.ts";
import type { TokenFact } from "../../facts/tokens/tokens.ts";

export default failureMode({
  id: "foreign-token-kind",
  step: "acceptance",
  severity: "error",
  title: "The token is no AuthKit session token",
  short: "Not a session token",
  symptoms: [
    "A token from MCP, Connect or machine-to-machine is refused, while people who sign in in the browser are let in.",
  ],
  errorTexts: ["No auth provider found matching the given token"],
  explanation:
    "Connect, MCP and machine-to-machine tokens are issued by the AuthKit domain (`https://<name>.authkit.app`) and signed with the keys at `/oauth2/jwks` there. Session providers do not match them.",
  notAProblemWhen:
    "A provider for that issuer is configured, or the token is meant for another server than Convex.",
  remedy: (project) => [
    `Add a customJwt provider with issuer "https://<name>.authkit.app", jwks "https://<name>.authkit.app/oauth2/jwks" and the resource as applicationID to ${project.authConfig}.`,
    project.push(),
  ],
  sources: [
    "https://github.com/get-convex/convex-backend/issues/75",
    "https://workos.com/docs/authkit/connect",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["error-swallowed-silently"],
  detectors: [
    detector({
      needs: ["authConfig", "tokens"],
      *find({ authConfig, tokens }, target) {
        for (const token of tokens.filter(({ stage }) => stage === target.stage)) {
          const { issuer, verdict, label } = token;
          if (issuer === null || verdict === null || !isForeign(token)) continue;
          const subject = normalizeIssuer(issuer);
          if (verdict.accepted === true)
            yield refuted(subject, `A provider accepts the token from ${label}.`);
          if (verdict.accepted !== false || verdict.failedAt !== "no-provider") continue;
          yield shown({
            subject,
            severity: "error",
            location: authConfig.location,
            evidence: [{ kind: "token", quote: `iss: ${issuer}`, location: null }],
            detail: `The token from ${label} was issued by ${issuer}, which issues no AuthKit sessions, and no provider is configured for it.`,
          });
        }
      },
    }),
  ],
});

/** Whether a token is certainly none of an AuthKit session: those have a session id, and never an AuthKit domain's issuer. */
function isForeign({ issuer, claims }: TokenFact): boolean {
  const { form, host } = readIssuer(issuer ?? "");
  if (form === "authkit-domain") return true;
  const session = claims["sid"];
  const isSession = typeof session === "string" && session.startsWith("session_");
  return form === "elsewhere" && host !== null && !isSession && !isThisMachine(host);
}

const CONFIG = "packages/backend/convex/auth.config.ts";

export const examples: readonly Example[] = [
  {
    name: "a token of an MCP client",
    project: "nextjs-monorepo",
    edits: [],
    inputs: { tokens: [{ claims: { iss: "https://notes.authkit.app", aud: "https://mcp.example.com" } }] },
    expect: [`error foreign-token-kind ${CONFIG}:6`],
  },
  {
    name: "a token of another identity provider",
    project: "nextjs-monorepo",
    edits: [],
    inputs: { tokens: [{ claims: { iss: "https://clerk.example.com" } }] },
    expect: [`error foreign-token-kind ${CONFIG}:6`],
  },
  {
    name: "the AuthKit domain has a provider",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: "  providers: [\n",
        with: '  providers: [\n    {\n      type: "customJwt",\n      issuer: "https://notes.authkit.app",\n      algorithm: "RS256",\n      applicationID: "https://mcp.example.com",\n      jwks: "https://notes.authkit.app/oauth2/jwks",\n    },\n',
      },
    ],
    inputs: { tokens: [{ claims: { iss: "https://notes.authkit.app", aud: "https://mcp.example.com" } }] },
    expect: [],
  },
];
