import { describe, expect, it } from "vitest";
import { readFacts } from "../../packages/doctor/src/facts/read-facts.ts";
import { noInputs } from "../../packages/doctor/src/facts/inputs.ts";
import { memoryFiles } from "../../packages/doctor/src/project-files/memory-files.ts";
import { loadRightProject } from "../../packages/doctor/right-projects/load.ts";
import { compareFacts, isFullyEvaluated } from "./compare-facts.ts";
import type { ExpectedRepository } from "./expectation.ts";

const right: ExpectedRepository = {
  repository: "example/notes",
  commit: "0000000",
  apps: [
    {
      dir: "apps/web",
      framework: "nextjs",
      backend: "packages/backend/convex",
      authkit: true,
      callbacks: [{ path: "/callback", file: "apps/web/src/app/callback/route.ts" }],
      proxy: {
        file: "apps/web/src/proxy.ts",
        matcher: ["/((?!_next/static|_next/image|favicon.ico).*)"],
      },
    },
  ],
  backends: [
    {
      functionsDir: "packages/backend/convex",
      convexJson: "packages/backend/convex.json",
      authConfig: {
        file: "packages/backend/convex/auth.config.ts",
        providers: [
          {
            type: "customJwt",
            issuer: "https://api.workos.com/",
            algorithm: "RS256",
            applicationID: "${WORKOS_CLIENT_ID}",
            jwks: "https://api.workos.com/sso/jwks/${WORKOS_CLIENT_ID}",
          },
          {
            type: "customJwt",
            issuer: "https://api.workos.com/user_management/${WORKOS_CLIENT_ID}",
            algorithm: "RS256",
            jwks: "https://api.workos.com/sso/jwks/${WORKOS_CLIENT_ID}",
          },
        ],
      },
    },
  ],
  findings: { must: [], may: [], silent: {} },
};

async function factsWith(edit: (texts: Record<string, string>) => void) {
  const texts = loadRightProject("nextjs-monorepo");
  edit(texts);
  return readFacts(memoryFiles(texts), noInputs(0), null);
}

function edited(texts: Record<string, string>, file: string, from: string | RegExp, to: string): void {
  const before = texts[file] ?? "";
  texts[file] = before.replace(from, to);
  if (texts[file] === before) throw new Error(`${file} does not hold what is to be replaced.`);
}

describe("the facts of a repository", () => {
  it("are equal to a right table", async () => {
    const facts = await factsWith(() => undefined);
    expect(compareFacts(facts, right)).toEqual([]);
    expect(isFullyEvaluated(facts, right)).toBe(true);
  });

  it.each<[string, (texts: Record<string, string>) => void, string[]]>([
    [
      "an applicationID more",
      (texts) =>
        edited(
          texts,
          "packages/backend/convex/auth.config.ts",
          /(issuer: `https:\/\/api\.workos\.com\/user_management[^\n]*\n)/,
          '$1      applicationID: "convex",\n',
        ),
      ["providers packages/backend/convex"],
    ],
    [
      "an issuer that cannot be told",
      (texts) =>
        edited(texts, "packages/backend/convex/auth.config.ts", '"https://api.workos.com/"', "unheardOf()"),
      ["providers packages/backend/convex"],
    ],
    [
      "a callback that exchanges nothing",
      (texts) => {
        texts["apps/web/src/app/callback/route.ts"] = "export const GET = () => new Response();\n";
      },
      ["callback apps/web"],
    ],
    [
      "another matcher",
      (texts) => edited(texts, "apps/web/src/proxy.ts", /matcher: .*/, 'matcher: ["/app/:path*"],'),
      ["middleware apps/web"],
    ],
    [
      "an app more",
      (texts) => {
        texts["apps/admin/package.json"] = '{ "dependencies": { "next": "16.0.0", "convex": "1.44.0" } }';
        texts["apps/admin/app/page.tsx"] = "export default () => null;\n";
      },
      ["apps apps/admin"],
    ],
  ])("differ by %s", async (_, edit, differences) => {
    const found = compareFacts(await factsWith(edit), right);
    expect(found.map(({ fact, of }) => `${fact} ${of}`)).toEqual(differences);
  });
});
