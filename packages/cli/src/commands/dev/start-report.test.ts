import { describe, expect, it } from "vitest";
import { plain } from "@convex-authkit/doctor/report/paint";
import { startLine } from "./start-line.ts";
import { startReport } from "./start-report.ts";
import type { Started } from "./started.ts";

const started: Started = {
  command: { given: "npm run dev", instead: null, leftOut: [] },
  app: { dir: "apps/web", url: "http://localhost:3000", redirectUri: "http://localhost:3000/callback" },
  authkit: {
    url: "http://localhost:4100",
    consoleUrl: "http://localhost:4100/_emulator",
    clientId: "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V",
    clientIdFrom: "WORKOS_CLIENT_ID in apps/web/.env.local",
    apiKey: "sk_test_emulator",
    issuer: "https://api.workos.com/user_management/client_01JDEV8Q4W3M5X7Z9K2B6N1C0V",
    accounts: [
      { email: "ada@example.com", password: "correct horse", memberships: ["Analytical (admin)"] },
      { email: "bob@example.com", password: null, memberships: [] },
    ],
  },
  convex: {
    url: "http://localhost:3210",
    siteUrl: "http://localhost:3211",
    functions: "packages/backend/convex",
    deployed: 3,
    problem: null,
    missing: [],
  },
  variables: { WORKOS_CLIENT_ID: "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V", GREETING: "two words" },
  overridden: [],
  edits: [],
  notes: [],
  stateDirectory: "/project/node_modules/.cache/convex-authkit",
};

const report = (changes: Partial<Started> = {}): string =>
  startReport({ ...started, ...changes }, { width: 100, paint: plain, command: "npx convex-authkit" });

describe("the report of a start", () => {
  it("is calm where everything is as usual", () => {
    expect(report())
      .toBe(`convex-authkit dev: WorkOS AuthKit and Convex on this machine, for development. Unofficial.

  App      http://localhost:3000            npm run dev
  AuthKit  http://localhost:4100            client_01JDEV8Q4W3M5X7Z9K2B6N1C0V (from WORKOS_CLIENT_ID in apps/web/.env.local)
  Console  http://localhost:4100/_emulator
  Convex   http://localhost:3210            packages/backend/convex: 3 functions; HTTP actions on 3211

Test accounts
  ada@example.com  correct horse  Analytical (admin)
  bob@example.com
`);
  });

  it("says what runs instead, what is overridden, and what is missing", () => {
    const text = report({
      command: {
        given: "npm run dev",
        instead: "next dev",
        leftOut: [{ command: "convex dev", script: "dev:backend in package.json" }],
      },
      overridden: [
        { name: "WORKOS_API_KEY", location: { file: "apps/web/.env.local", line: 2, column: 1 } },
        { name: "NEXT_PUBLIC_CONVEX_URL", location: { file: "apps/web/.env.local", line: 5, column: 1 } },
        { name: "CONVEX_URL", location: null },
      ],
      convex: {
        url: "http://localhost:3210",
        siteUrl: "http://localhost:3211",
        functions: "convex",
        deployed: 0,
        problem: "Environment variable AUTH_HOST is used in auth config file but its value was not set.",
        missing: [
          {
            name: "AUTH_HOST",
            by: "auth config",
            location: { file: "convex/auth.config.ts", line: 7, column: 9 },
          },
          ...Array.from({ length: 10 }, (_, index) => ({
            name: `KEY_${index}`,
            by: "functions" as const,
            location: { file: "convex/mail.ts", line: index, column: 1 },
          })),
        ],
      },
      notes: ["Port 3000 is taken, so the app will be on 3001."],
    });
    expect(text).toContain("  App      http://localhost:3000            next dev\n");
    expect(text).toContain("Left out: `convex dev` (dev:backend in package.json).");
    expect(text).toContain("✗ Convex would refuse this push\n  Environment variable AUTH_HOST is used");
    expect(text).toContain("  AUTH_HOST  read by the auth config in convex/auth.config.ts:7\n");
    expect(text).toContain(
      "  KEY_0, KEY_1, KEY_2, KEY_3, KEY_4, KEY_5, KEY_6, KEY_7 and 2 more, read by functions\n",
    );
    expect(text).toContain(
      "  apps/web/.env.local  WORKOS_API_KEY, NEXT_PUBLIC_CONVEX_URL\n  your shell           CONVEX_URL\n",
    );
    expect(text).toContain("· Port 3000 is taken");
  });

  it("gives lines to copy where the app is started by other means", () => {
    const text = report({ command: null });
    expect(text).toContain("or let this command do it: npx convex-authkit dev -- npm run dev\n");
    expect(text).toContain("  WORKOS_CLIENT_ID=client_01JDEV8Q4W3M5X7Z9K2B6N1C0V\n  GREETING='two words'\n");
  });

  it("shows the edit that no variable can spare", () => {
    const text = report({
      edits: [
        {
          file: "src/main.tsx",
          line: 14,
          add: ['https={import.meta.env.VITE_WORKOS_API_HTTPS !== "false"}'],
          remove: ["https"],
          variables: { apiHostname: "A", apiHttps: "B", apiPort: "C" },
        },
      ],
    });
    expect(text).toContain("! Sign-in goes to WorkOS itself until you change src/main.tsx:14\n");
    expect(text).toContain("<AuthKitProvider> in the place of https;");
    expect(text).toContain('\n    https={import.meta.env.VITE_WORKOS_API_HTTPS !== "false"}\n');
  });

  it("lists a screen of accounts", () => {
    const accounts = Array.from({ length: 9 }, (_, index) => ({
      email: `user${index}@example.com`,
      password: "p",
      memberships: [],
    }));
    const { authkit } = started;
    const text = report({ authkit: authkit === null ? null : { ...authkit, accounts } });
    expect(text).toContain("user5@example.com");
    expect(text).not.toContain("user6@example.com");
    expect(text).toContain("  and 3 more in the console\n");
  });

  it("stays within a narrow terminal, but for what has to be copied", () => {
    const text = startReport(
      { ...started, notes: ["word ".repeat(60).trim()] },
      { width: 60, paint: plain, command: "convex-authkit" },
    );
    const prose = text.split("\n").filter((line) => /^(?:·| {2}word)/.test(line));
    expect(prose.length).toBeGreaterThan(3);
    for (const line of prose) expect(line.length).toBeLessThanOrEqual(60);
  });
});

it("is one line of JSON for scripts", () => {
  const line = startLine({ ...started, notes: ["two\nlines"] });
  expect(line.indexOf("\n")).toBe(line.length - 1);
  expect(JSON.parse(line)).toEqual({
    schemaVersion: 1,
    event: "started",
    ...started,
    authkit: {
      ...started.authkit,
      jwksUrl: "http://localhost:4100/sso/jwks/client_01JDEV8Q4W3M5X7Z9K2B6N1C0V",
    },
    notes: ["two\nlines"],
  });
});
