import { isSharedIssuer } from "@convex-authkit/core";
import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { readProviders } from "../../facts/auth-config/workos-providers.ts";

export default failureMode({
  id: "shared-issuer-token-without-aud",
  step: "acceptance",
  severity: "error",
  title: "The environment issues the shared issuer without the audience that Convex needs there",
  short: "Shared issuer without aud",
  symptoms: [
    "People sign in at WorkOS, and Convex refuses them although both providers are configured as documented.",
  ],
  errorTexts: ["No auth provider found matching the given token"],
  explanation:
    "Older WorkOS environments issue `https://api.workos.com` for every application, so Convex insists on an `applicationID` for that " +
    "issuer and looks for it in the token's `aud`. WorkOS adds no `aud` by itself: the provider never matches. This is the one case in " +
    "which the audience matters.",
  notAProblemWhen: "The token's issuer is the user_management form: then no audience is needed.",
  remedy: (project) => [
    'WorkOS dashboard, Authentication, JWT template of this environment: add "aud": "<client id>".',
    "Sign out and in again, or wait until the access token is renewed, and check the new token.",
    `${project.exec("convex-authkit")} verdict - ${project.backendDir}`,
  ],
  sources: [
    "https://workos.com/docs/authkit/jwt-templates",
    "https://docs.convex.dev/auth/advanced/custom-jwt",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["authConfig", "tokens"],
      *find({ authConfig, tokens }, target) {
        if (authConfig.state !== "evaluated") return;
        const shared = readProviders(authConfig, null).filter(
          ({ reading }) => reading?.form === "api-origin",
        );
        const demanded = shared.flatMap(({ applicationID }) =>
          applicationID.kind === "text" ? [applicationID.value.text] : [],
        );
        if (demanded.length === 0 || demanded.length < shared.length) return;
        for (const token of tokens.filter(({ stage }) => stage === target.stage)) {
          if (token.issuer === null || !isSharedIssuer(token.issuer) || token.verdict?.accepted !== false)
            continue;
          if (token.verdict.failedAt !== "no-provider") continue;
          const aud = token.audience.length === 0 ? "no aud" : `aud: ${token.audience.join(", ")}`;
          yield shown({
            subject: `token ${token.label}`,
            severity: "error",
            location: shared[0]?.provider.location ?? null,
            evidence: [{ kind: "token", quote: `iss: ${token.issuer}, ${aud}`, location: null }],
            detail: `The token from ${token.label} carries the shared issuer and ${aud}; the provider demands ${demanded.join(" or ")}.`,
          });
        }
      },
    }),
  ],
});

const CONFIG = "packages/backend/convex/auth.config.ts";
const DEV = "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V";

export const examples: readonly Example[] = [
  {
    name: "a token of an older environment without an audience",
    project: "nextjs-monorepo",
    edits: [],
    inputs: {
      convexEnv: { development: `WORKOS_CLIENT_ID=${DEV}` },
      tokens: [{ stage: "development", claims: { iss: "https://api.workos.com" } }],
    },
    expect: [`error shared-issuer-token-without-aud ${CONFIG}:7`],
  },
  {
    name: "the template adds the client id as audience",
    project: "nextjs-monorepo",
    edits: [],
    inputs: {
      convexEnv: { development: `WORKOS_CLIENT_ID=${DEV}` },
      tokens: [{ stage: "development", claims: { iss: "https://api.workos.com/", aud: DEV } }],
    },
    expect: [],
  },
  {
    name: "the user_management issuer without an audience",
    project: "nextjs-monorepo",
    edits: [],
    inputs: {
      convexEnv: { development: `WORKOS_CLIENT_ID=${DEV}` },
      tokens: [{ stage: "development", claims: { iss: `https://api.workos.com/user_management/${DEV}` } }],
    },
    expect: [],
  },
];
