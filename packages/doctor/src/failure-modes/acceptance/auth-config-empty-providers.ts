import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

export default failureMode({
  id: "auth-config-empty-providers",
  step: "acceptance",
  severity: "error",
  title: "The auth config lists no provider, so Convex accepts no token",
  short: "Auth config without providers",
  symptoms: [
    "People sign in at WorkOS and stay signed out in Convex.",
    "The Convex dashboard lists no provider under Settings, Authentication.",
  ],
  errorTexts: [
    "No auth provider found matching the given token (no providers configured). Check convex/auth.config.ts.",
    "This deployment has no configured authentication providers",
  ],
  explanation:
    "`providers` evaluates to an empty list: every entry is commented out, filtered away or behind a condition that is never true. " +
    "A push accepts that without a word, and Convex then refuses every token.",
  notAProblemWhen: "Nobody signs in to this deployment.",
  remedy: (project) => [
    `List the two WorkOS providers in ${project.authConfig} (\`convex-authkit explain second-provider-missing\` shows them).`,
    project.push(),
  ],
  sources: ["https://docs.convex.dev/auth/authkit", "https://docs.convex.dev/auth/debug"],
  appliesTo: {},
  testedWith: {},
  masks: ["second-provider-missing", "error-swallowed-silently"],
  detectors: [
    detector({
      needs: ["authConfig"],
      *find({ authConfig }) {
        const { state, providers, open, file, location } = authConfig;
        if (state !== "evaluated" || open || providers.length > 0) return;
        yield shown({
          subject: file,
          severity: "error",
          location,
          evidence: [{ kind: "project", quote: "providers: []", location }],
          detail: `The providers of ${file} evaluate to an empty list.`,
        });
      },
    }),
  ],
});

const COMMENTED_OUT = `const clientId = process.env.WORKOS_CLIENT_ID;

export default {
  providers: [
    // {
    //   type: "customJwt",
    //   issuer: \`https://api.workos.com/user_management/\${clientId}\`,
    //   algorithm: "RS256",
    //   jwks: \`https://api.workos.com/sso/jwks/\${clientId}\`,
    // },
  ],
};
`;

export const examples: readonly Example[] = [
  {
    name: "every provider is commented out",
    project: "nextjs-monorepo",
    edits: [{ file: "packages/backend/convex/auth.config.ts", write: COMMENTED_OUT }],
    expect: ["error auth-config-empty-providers packages/backend/convex/auth.config.ts:4"],
  },
  {
    name: "a commented-out twin above the live provider",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "packages/backend/convex/auth.config.ts",
        replace: "  providers: [\n",
        with: '  providers: [\n    // { type: "customJwt", issuer: "https://old.example.com" },\n',
      },
    ],
    expect: [],
  },
  {
    name: "the list comes from a function that cannot be evaluated",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "packages/backend/convex/auth.config.ts",
        write:
          'import { providersOf } from "some-auth-package";\n\nexport default { providers: providersOf("workos") };\n',
      },
    ],
    expect: [],
  },
];
