import { describe, expect, it } from "vitest";
import type { EnvironmentFact, SideVariables, VariableValue } from "../facts/environment/environment.ts";
import type { AuthConfigFact } from "../facts/auth-config/auth-config.ts";
import type { Location } from "../facts/location.ts";
import { missing } from "../facts/missing.ts";
import {
  brokenInProduction,
  examinationForTests,
  findingForTests,
  factsForTests,
} from "./examination-for-tests.ts";
import { markdownReport } from "./markdown.ts";
import { code, prose, table } from "./markdown-text.ts";

const nothing: SideVariables = {
  complete: false,
  because: "no file names them",
  mentioned: [],
  files: [],
  variables: {},
};

function side(complete: boolean, values: Record<string, VariableValue>): SideVariables {
  const location = { file: ".env.local", line: 1, column: 1 };
  return {
    complete,
    because: complete ? "" : "only some are in evidence",
    mentioned: ["CONVEX_URL"],
    files: [".env.local"],
    variables: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        { name, value, location, blemish: null, expanded: false, unresolved: [] },
      ]),
    ),
  };
}

const environment: EnvironmentFact = {
  loader: "next",
  examples: { development: {}, preview: {}, production: {} },
  disagreements: [],
  sharedCookieDomain: { development: null, preview: null, production: null },
  stages: {
    development: {
      convex: nothing,
      host: side(true, {
        WORKOS_CLIENT_ID: { kind: "public", text: "client_01DEV" },
        WORKOS_API_KEY: {
          kind: "secret",
          shown: "sk_test_…abcd",
          length: 64,
          fingerprint: "f",
          apiKey: "sk_test",
          placeholder: false,
        },
        STRIPE_ACCOUNT: { kind: "public", text: "acct_1" },
      }),
    },
    preview: { convex: nothing, host: nothing },
    production: {
      convex: side(true, { WORKOS_CLIENT_ID: { kind: "public", text: "client_01PROD" } }),
      host: side(false, { WORKOS_CLIENT_ID: { kind: "public", text: "client_01DEV" } }),
    },
  },
};

const absent = { kind: "absent" } as const;
const at = (line: number): Location => ({ file: "packages/backend/convex/auth.config.ts", line, column: 3 });

const authConfig: AuthConfigFact = {
  state: "evaluated",
  file: "packages/backend/convex/auth.config.ts",
  problem: null,
  location: at(5),
  open: false,
  environment: [{ name: "WORKOS_CLIENT_ID", location: at(2) }],
  providers: [
    {
      index: 0,
      location: at(6),
      conditional: false,
      open: false,
      otherKeys: [{ name: "applicationId", location: at(9) }],
      fields: {
        type: { kind: "text", parts: [{ text: "customJwt" }], location: at(7) },
        issuer: {
          kind: "text",
          parts: [{ text: "https://api.workos.com/user_management/" }, { env: "WORKOS_CLIENT_ID" }],
          location: at(8),
        },
        domain: absent,
        algorithm: { kind: "other", shown: "null", location: at(9) },
        applicationID: absent,
        jwks: {
          kind: "unknown",
          why: "it comes from a function that is not in the project",
          location: at(10),
        },
      },
    },
  ],
};

describe("the Markdown report", () => {
  it("holds what people are asked to paste: chain, findings, variables, callback, versions", () => {
    const broken = brokenInProduction();
    const report = markdownReport(
      {
        ...broken,
        facts: factsForTests({
          backends: { "packages/backend/convex": { authConfig } },
          apps: {
            "apps/web": {
              environment,
              routes: {
                complete: true,
                routing: "server",
                basePath: "",
                diversions: [],
                serverAuthCalls: [],
                metadata: [],
                successHandlers: [],
                routes: [
                  {
                    path: "/callback",
                    file: "apps/web/app/callback/route.ts",
                    kind: "handler",
                    methods: [
                      {
                        method: "GET",
                        location: { file: "apps/web/app/callback/route.ts", line: 3, column: 14 },
                        effects: ["exchanges-code"],
                        refusesPrefetch: false,
                      },
                    ],
                  },
                  { path: "/", file: "apps/web/app/page.tsx", kind: "page", methods: [] },
                ],
              },
              packages: {
                convex: { declared: "^1.30.0", installed: "1.31.2", source: "lockfile", location: null },
                next: { declared: "^16", installed: null, source: null, location: null },
              },
            },
          },
        }),
      },
      { version: "1.2.3" },
    );
    expect(report).toMatchInlineSnapshot(`
      "# convex-authkit report

      **Sign-in breaks at acceptance in production.**

      ## Chain

      | step | production | development |
      | --- | --- | --- |
      | setup | · checked, nothing wrong found | · checked, nothing wrong found |
      | sign-in | · checked, nothing wrong found | · checked, nothing wrong found |
      | callback | · checked, nothing wrong found | · checked, nothing wrong found |
      | session | ? not checked | ? not checked |
      | token | ? not checked | ✓ shown to hold |
      | acceptance | ✗ broken | · checked, nothing wrong found |
      | identity | · checked, nothing wrong found | · checked, nothing wrong found |
      | gating | · checked, nothing wrong found | · checked, nothing wrong found |
      | renewal | · checked, nothing wrong found | · checked, nothing wrong found |
      | sign-out | · checked, nothing wrong found | · checked, nothing wrong found |

      ## Findings

      ### The user_management provider demands an audience that AuthKit tokens do not carry

      **error** at acceptance in production: \`application-id-on-user-management\`  
      \`packages/backend/convex/auth.config.ts:18:7\`

      - \`packages/backend/convex/auth.config.ts:18:7\`: \`applicationID: clientId,\`
      - token: \`iss https://api.workos.com/user_management/client_01PROD, no aud\`

      The second provider sets applicationID to client_01PROD, and a token of production has no aud claim, so Convex skips it.

      1. Remove the line \`applicationID: clientId\` from the provider whose issuer is user_management.
      2. \`(cd packages/backend && npx convex deploy)\`

      ### The title of aud-cargo-cult

      **note** at acceptance in development, production: \`aud-cargo-cult\`

      What this case is.

      1. Do the right thing.

      ### The title of identity-null-in-functions

      **error** at identity in production: \`identity-null-in-functions\`  
      follows from \`application-id-on-user-management\`

      What this case is.

      ### A link prefetches the sign-out route

      **warning**, likely at sign-out in development, production: \`signout-by-prefetch\`  
      \`apps/web/app/header.tsx:9:5\`

      - \`apps/web/app/header.tsx:9:5\`: \`<Link href="/sign-out">\`

      What this case is.

      1. Make it a form that posts to a server action.

      ## Auth config

      \`packages/backend/convex/auth.config.ts:5\`

      \`\`\`
      provider 1 (line 6)
        type       customJwt
        issuer     https://api.workos.com/user_management/\${WORKOS_CLIENT_ID}
        algorithm  null (not a string)
        jwks       could not be evaluated: it comes from a function that is not in the project
        applicationId: not a key that Convex reads
      \`\`\`

      ## Variables

      |  | host, development | convex, production | host, production |
      | --- | --- | --- | --- |
      | \`WORKOS_API_KEY\` | \`sk_test_…abcd\` (64 characters) | not set | ? |
      | \`WORKOS_CLIENT_ID\` | \`client_01DEV\` | \`client_01PROD\` | \`client_01DEV\` |

      \`?\`: not among the variables in evidence, which are not all of that side and stage.

      Left out because they do not concern sign-in: 1 variable.

      ## Callback

      | path | file | method | does |
      | --- | --- | --- | --- |
      | \`/callback\` | \`apps/web/app/callback/route.ts:3\` | GET | exchanges code |

      ## Versions

      | package | installed | declared |
      | --- | --- | --- |
      | \`convex\` | \`1.31.2\` (lockfile) | \`^1.30.0\` |
      | \`next\` | unknown | \`^16\` |

      ## Not checked

      - session, token: no token is in evidence (pass --token FILE)

      ## Could not be read

      - \`apps/web/big.json\`: It is larger than 2 MB.

      ---

      convex-authkit 1.2.3 (unofficial), 42 files examined. Secrets are redacted.
      "
    `);
  });

  it("says why a fact is not known instead of leaving it out", () => {
    const facts = factsForTests({
      apps: {
        "": {
          environment: missing("no env file is in evidence"),
          routes: missing("the framework is not known"),
        },
      },
    });
    const report = markdownReport(examinationForTests({ facts }), { version: "1.2.3" });
    expect(report).toContain("## Variables\n\nNot known: no env file is in evidence.");
    expect(report).toContain("## Callback\n\nNot known: the framework is not known.");
  });

  it("lets no value of the project become HTML, a mention, a table cell or an escape sequence", () => {
    const evil = "<img src=x> @workos-inc/node | `a` \u001B[2J";
    const report = markdownReport(
      examinationForTests({
        findings: [
          findingForTests({
            id: "missing-aud-claim",
            step: "acceptance",
            title: evil,
            detail: evil,
            evidence: [{ kind: "project", quote: evil, location: null }],
          }),
        ],
      }),
      { version: "1.2.3" },
    );
    expect(report).toContain("### \\<img src=x\\> `@workos-inc/node` | `a` \\u{1b}[2J");
    expect(report).toContain("- project: ``<img src=x> @workos-inc/node | `a` \\u{1b}[2J``");
    expect(report).not.toContain("\u001B");
  });
});

describe("Markdown text", () => {
  it("fences inline code that holds backticks", () => {
    expect(code("a `b` c")).toBe("``a `b` c``");
    expect(code("`b`")).toBe("`` `b` ``");
    expect(code("")).toBe("");
  });

  it("keeps mail addresses and inline code as they are", () => {
    expect(prose("ask me@example.com about `@convex-dev/workos`")).toBe(
      "ask me@example.com about `@convex-dev/workos`",
    );
  });

  it("escapes what would end a table cell", () => {
    expect(table(["a"], [["b | c\nd"]])).toBe("| a |\n| --- |\n| b \\| c d |");
  });
});
