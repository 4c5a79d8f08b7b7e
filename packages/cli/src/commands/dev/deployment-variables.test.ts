import { describe, expect, it } from "vitest";
import { deploymentVariables, givenVariables } from "./deployment-variables.ts";
import { rightFacts } from "./facts-for-tests.ts";

const own = { clientId: "client_emulator", apiKey: "sk_test_emulator", hostname: "localhost", port: "4100" };

describe("the variables of the deployment", () => {
  it("are the client id and nothing that is missing, in the right projects", () => {
    for (const name of ["nextjs-monorepo", "vite-spa"] as const) {
      expect(deploymentVariables(rightFacts(name), own, {})).toEqual({
        variables: { WORKOS_CLIENT_ID: "client_emulator" },
        missing: [],
      });
    }
  });

  const asking = rightFacts("vite-spa", {
    "convex/auth.config.ts": `export default { providers: [{ type: "customJwt", algorithm: "RS256",
      issuer: \`https://api.workos.com/user_management/\${process.env.AUTH_CLIENT_ID}\`,
      jwks: \`https://\${process.env.AUTH_HOST}/sso/jwks/\${process.env.AUTH_CLIENT_ID}\` }] };\n`,
    "convex/mail.ts": `import { WorkOS } from "@workos-inc/node";
const workos = new WorkOS(process.env.WORKOS_API_KEY);
const key = process.env.MAIL_KEY;
const from = process.env.MAIL_FROM ?? "notes@example.com";
export const send = [workos, key, from, process.env.CONVEX_SITE_URL];\n`,
  });

  it("are those that the auth config and the functions read, as far as the emulator has them", () => {
    const { variables, missing } = deploymentVariables(asking, own, {});
    expect(variables).toEqual({
      WORKOS_CLIENT_ID: "client_emulator",
      AUTH_CLIENT_ID: "client_emulator",
      WORKOS_API_KEY: "sk_test_emulator",
    });
    expect(missing.map(({ name, by }) => [name, by])).toEqual([
      ["AUTH_HOST", "auth config"],
      ["MAIL_KEY", "functions"],
    ]);
  });

  it("are WorkOS's own addresses where the auth config takes them from variables", () => {
    const facts = rightFacts("vite-spa", {
      "convex/auth.config.ts": `export default { providers: [{ type: "customJwt", algorithm: "RS256",
        issuer: process.env.WORKOS_ISSUER, jwks: process.env.WORKOS_JWKS_URL }] };\n`,
    });
    expect(deploymentVariables(facts, own, {})).toEqual({
      variables: {
        WORKOS_CLIENT_ID: "client_emulator",
        WORKOS_ISSUER: "https://api.workos.com/user_management/client_emulator",
        WORKOS_JWKS_URL: "https://api.workos.com/sso/jwks/client_emulator",
      },
      missing: [],
    });
  });

  it("are what is given, the last of a name", () => {
    const given = givenVariables(
      [{ file: "dev.env", text: "MAIL_KEY='from file'\nAUTH_HOST=a.example.com" }],
      ["AUTH_HOST=b=c"],
    );
    const { variables, missing } = deploymentVariables(asking, own, given);
    expect(variables).toMatchObject({ MAIL_KEY: "from file", AUTH_HOST: "b=c" });
    expect(missing).toEqual([]);
  });

  it.each([
    ["MAIL_KEY", "--env needs a name and a value: --env MAIL_KEY=VALUE."],
    ["1=2", "--env needs a name and a value: --env NAME=VALUE."],
  ])("refuses --env %s", (assignment, sentence) => {
    expect(() => givenVariables([], [assignment])).toThrow(sentence);
  });
});
