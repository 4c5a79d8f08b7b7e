import { describe, expect, it } from "vitest";
import { chooseIssuer } from "./issuer.ts";
import { rightFacts } from "./facts-for-tests.ts";

const clientId = "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V";
const variables = { WORKOS_CLIENT_ID: clientId };

function issuerUnder(providers: string) {
  const config = `const id = process.env.WORKOS_CLIENT_ID;\nexport default { providers: [${providers}] };\n`;
  return chooseIssuer(rightFacts("vite-spa", { "convex/auth.config.ts": config }), clientId, variables);
}

const provider = (issuer: string, more = ""): string =>
  `{ type: "customJwt", algorithm: "RS256", issuer: ${issuer}, jwks: \`https://api.workos.com/sso/jwks/\${id}\`${more} }`;

describe("the issuer of the tokens", () => {
  it("is today's under the right projects' configs", () => {
    for (const name of ["nextjs-monorepo", "vite-spa"] as const)
      expect(chooseIssuer(rightFacts(name), clientId, variables)).toEqual({ note: null });
  });

  it("is the older environments' where only that one is accepted, and the audience stays the template's", () => {
    const { issuer, note } = issuerUnder(provider('"https://api.workos.com/"', ", applicationID: id"));
    expect(issuer).toBe("api-origin");
    expect(note).toContain("--jwt-template FILE");
  });

  it("is another form or a custom domain where only that one is accepted", () => {
    expect(issuerUnder(provider("`https://api.workos.com/sso/${id}`")).issuer).toBe(
      `https://api.workos.com/sso/${clientId}`,
    );
    expect(issuerUnder(provider("`https://auth.example.com/user_management/${id}`")).issuer).toBe(
      `https://auth.example.com/user_management/${clientId}`,
    );
  });

  it.each([
    ["nothing", ""],
    [
      "another client id",
      provider('"https://api.workos.com/user_management/client_01JQTHER8Q4W3M5X7Z9K2B6N1"'),
    ],
    ["another identity provider", provider('"https://id.example.com"')],
    ["a variable nobody gave", `${provider('"https://api.workos.com"')}, ${provider("process.env.ISSUER")}`],
  ])("stays today's under %s", (_name, providers) => {
    expect(issuerUnder(providers)).toEqual({ note: null });
  });
});
