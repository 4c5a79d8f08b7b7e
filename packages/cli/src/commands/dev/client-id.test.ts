import { describe, expect, it } from "vitest";
import { chooseClientId } from "./client-id.ts";
import { factsOf, rightFacts } from "./facts-for-tests.ts";

describe("the client id", () => {
  it("is the app's own of development", () => {
    expect(chooseClientId(rightFacts("nextjs-monorepo"))).toMatchObject({
      clientId: "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V",
      from: { name: "WORKOS_CLIENT_ID", location: { file: "apps/web/.env.local" } },
    });
    expect(chooseClientId(rightFacts("vite-spa"))).toMatchObject({
      clientId: "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V",
      from: { name: "VITE_WORKOS_CLIENT_ID", location: { file: ".env.local" } },
    });
  });

  it("is a made-up one where the app has none, or only a placeholder", () => {
    const none = { clientId: "client_emulator", from: null };
    expect(chooseClientId(factsOf({ "package.json": "{}" }))).toEqual(none);
    for (const text of [
      null,
      "VITE_WORKOS_CLIENT_ID=client_your_client_id_here\n",
      "VITE_WORKOS_CLIENT_ID=\n",
    ])
      expect(chooseClientId(rightFacts("vite-spa", { ".env.local": text }))).toEqual(none);
  });

  it("is the one in the code, which no variable changes", () => {
    const main = `import { AuthKitProvider } from "@workos-inc/authkit-react";
export const root = <AuthKitProvider clientId="client_01JCDE8Q4W3M5X7Z9K2B6N1C0V">x</AuthKitProvider>;\n`;
    expect(chooseClientId(rightFacts("vite-spa", { "src/main.tsx": main })).clientId).toBe(
      "client_01JCDE8Q4W3M5X7Z9K2B6N1C0V",
    );
    const config = `export default { providers: [{ type: "customJwt", algorithm: "RS256",
      issuer: "https://api.workos.com/user_management/client_01JCFG8Q4W3M5X7Z9K2B6N1C0V",
      jwks: "https://api.workos.com/sso/jwks/client_01JCFG8Q4W3M5X7Z9K2B6N1C0V" }] };\n`;
    expect(chooseClientId(rightFacts("vite-spa", { "convex/auth.config.ts": config })).clientId).toBe(
      "client_01JCFG8Q4W3M5X7Z9K2B6N1C0V",
    );
  });
});
