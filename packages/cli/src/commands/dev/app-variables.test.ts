import { describe, expect, it } from "vitest";
import { loadRightProject } from "../../../../doctor/right-projects/load.ts";
import { appVariables, type RoleValues } from "./app-variables.ts";
import { factsOf, rightFacts, TANSTACK } from "./facts-for-tests.ts";

const values: RoleValues = {
  clientId: "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V",
  apiKey: "sk_test_emulator",
  cookiePassword: "made-up-cookie-password-of-32-chars",
  redirectUri: "http://localhost:3000/callback",
  apiHostname: "localhost",
  apiHttps: "false",
  apiPort: "4100",
  apiUrl: "http://localhost:4100",
  issuer: "https://api.workos.com/user_management/client_01JDEV8Q4W3M5X7Z9K2B6N1C0V",
  convexUrl: "http://localhost:3210",
  convexSiteUrl: "http://localhost:3211",
};

describe("the variables of an app", () => {
  it("of authkit-nextjs", () => {
    const { variables, overridden } = appVariables(rightFacts("nextjs-monorepo"), values, {});
    expect(variables).toEqual({
      WORKOS_CLIENT_ID: "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V",
      WORKOS_API_KEY: "sk_test_emulator",
      WORKOS_COOKIE_PASSWORD: "made-up-cookie-password-of-32-chars",
      NEXT_PUBLIC_WORKOS_REDIRECT_URI: "http://localhost:3000/callback",
      WORKOS_API_HOSTNAME: "localhost",
      WORKOS_API_HTTPS: "false",
      WORKOS_API_PORT: "4100",
      NEXT_PUBLIC_CONVEX_URL: "http://localhost:3210",
      CONVEX_URL: "http://localhost:3210",
      CONVEX_SITE_URL: "http://localhost:3211",
    });
    // Client id and redirect URI are right as they are.
    expect(overridden.map(({ name }) => name)).toEqual([
      "WORKOS_API_KEY",
      "WORKOS_COOKIE_PASSWORD",
      "NEXT_PUBLIC_CONVEX_URL",
    ]);
    expect(overridden[0]?.location).toMatchObject({ file: "apps/web/.env.local", line: 2 });
  });

  it("of one framework, where a package that is shared reads those of several", () => {
    const web = JSON.parse(loadRightProject("nextjs-monorepo")["apps/web/package.json"] ?? "{}") as {
      dependencies: Record<string, string>;
    };
    web.dependencies["@notes/env"] = "workspace:*";
    const shared = {
      "apps/web/package.json": JSON.stringify(web),
      "packages/env/package.json": JSON.stringify({ name: "@notes/env", exports: "./index.ts" }),
      "packages/env/index.ts":
        "export const url = process.env.NEXT_PUBLIC_CONVEX_URL ?? import.meta.env.VITE_CONVEX_URL;\n" +
        "export const clientId = import.meta.env.VITE_WORKOS_CLIENT_ID ?? process.env.EXPO_PUBLIC_WORKOS_CLIENT_ID;\n",
      "apps/web/src/env.ts": 'export { url, clientId } from "@notes/env";\n',
    };
    const facts = rightFacts("nextjs-monorepo", shared);
    const read = facts.app?.reads.reads.map(({ name }) => name);
    expect(read).toEqual(expect.arrayContaining(["VITE_CONVEX_URL", "EXPO_PUBLIC_WORKOS_CLIENT_ID"]));
    expect(
      Object.keys(appVariables(facts, values, {}).variables).filter((name) => /VITE|EXPO/.test(name)),
    ).toEqual([]);
  });

  it("of authkit-react, under the names that the code reads", () => {
    const { variables, overridden } = appVariables(
      rightFacts("vite-spa"),
      { ...values, redirectUri: "http://localhost:5173/callback" },
      {},
    );
    expect(variables).toEqual({
      VITE_WORKOS_CLIENT_ID: "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V",
      VITE_WORKOS_REDIRECT_URI: "http://localhost:5173/callback",
      VITE_WORKOS_API_HOSTNAME: "localhost",
      VITE_WORKOS_API_HTTPS: "false",
      VITE_WORKOS_API_PORT: "4100",
      VITE_CONVEX_URL: "http://localhost:3210",
      CONVEX_URL: "http://localhost:3210",
      CONVEX_SITE_URL: "http://localhost:3211",
      WORKOS_CLIENT_ID: "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V",
    });
    expect(overridden.map(({ name }) => name)).toEqual(["VITE_CONVEX_URL"]);
  });

  it("of TanStack Start", () => {
    expect(Object.keys(appVariables(factsOf(TANSTACK), values, {}).variables).sort()).toEqual([
      "CONVEX_SITE_URL",
      "CONVEX_URL",
      "VITE_CONVEX_URL",
      "WORKOS_API_HOSTNAME",
      "WORKOS_API_HTTPS",
      "WORKOS_API_KEY",
      "WORKOS_API_PORT",
      "WORKOS_CLIENT_ID",
      "WORKOS_COOKIE_PASSWORD",
      "WORKOS_REDIRECT_URI",
    ]);
  });

  it("of React Router, whose SDK checks the issuer", () => {
    const facts = factsOf({
      "package.json": JSON.stringify({
        name: "rr",
        scripts: { dev: "react-router dev" },
        dependencies: {
          "@react-router/dev": "^7",
          "react-router": "^7",
          "@workos-inc/authkit-react-router": "^0.12.2",
          convex: "^1.48.0",
        },
      }),
      "app/root.tsx":
        'import { authkitLoader } from "@workos-inc/authkit-react-router";\nexport const loader = authkitLoader;\n',
    });
    expect(appVariables(facts, values, {}).variables).toMatchObject({
      WORKOS_ISSUER: values.issuer,
      WORKOS_REDIRECT_URI: values.redirectUri,
    });
  });

  it("of Expo, by their names", () => {
    const facts = factsOf({
      "package.json": JSON.stringify({
        name: "native",
        scripts: { start: "expo start" },
        dependencies: { expo: "^54", "@workos-inc/node": "^10", convex: "^1.48.0", react: "^19" },
      }),
      "app.json": "{}",
      "app/index.tsx": `import { ConvexReactClient } from "convex/react";
import { WorkOS } from "@workos-inc/node";
export const convex = new ConvexReactClient(process.env.EXPO_PUBLIC_CONVEX_URL);
export const workos = [WorkOS, process.env.EXPO_PUBLIC_WORKOS_CLIENT_ID, process.env.EXPO_PUBLIC_WORKOS_BASE_URL];
`,
    });
    expect(appVariables(facts, values, {}).variables).toMatchObject({
      EXPO_PUBLIC_WORKOS_CLIENT_ID: values.clientId,
      EXPO_PUBLIC_WORKOS_BASE_URL: "http://localhost:4100",
      EXPO_PUBLIC_CONVEX_URL: values.convexUrl,
    });
  });

  it("under names of an own choosing", () => {
    const facts = rightFacts("vite-spa", {
      "src/main.tsx": `import { AuthKitProvider } from "@workos-inc/authkit-react";
import { ConvexReactClient } from "convex/react";
const convex = new ConvexReactClient(import.meta.env.VITE_BACKEND);
export const root = <AuthKitProvider clientId={import.meta.env.VITE_LOGIN_ID} redirectUri={import.meta.env.VITE_RETURN}>x</AuthKitProvider>;
`,
    });
    expect(appVariables(facts, values, {}).variables).toMatchObject({
      VITE_LOGIN_ID: values.clientId,
      VITE_RETURN: values.redirectUri,
      VITE_BACKEND: values.convexUrl,
    });
  });

  it("through an object of the app's own, also where no env file has them", () => {
    const facts = rightFacts("vite-spa", {
      ".env.local": null,
      ".env.example": null,
      ".env.production": null,
      "src/env.ts": "export const env = read();\n",
      "src/main.tsx": `import { AuthKitProvider } from "@workos-inc/authkit-react";
import { ConvexReactClient } from "convex/react";
import { env } from "./env";
const convex = new ConvexReactClient(env.VITE_CONVEX_URL);
export const root = <AuthKitProvider clientId={env.VITE_WORKOS_CLIENT_ID} redirectUri={env.VITE_BACK_TO}>x</AuthKitProvider>;
`,
    });
    expect(appVariables(facts, values, {}).variables).toMatchObject({
      VITE_WORKOS_CLIENT_ID: values.clientId,
      VITE_BACK_TO: values.redirectUri,
      VITE_CONVEX_URL: values.convexUrl,
    });
  });

  it("under the names in the attributes of a provider", () => {
    const facts = rightFacts("vite-spa", {
      "src/main.tsx": `import { AuthKitProvider } from "@workos-inc/authkit-react";
export const root = (
  <AuthKitProvider
    clientId={import.meta.env.VITE_WORKOS_CLIENT_ID}
    apiHostname={import.meta.env.VITE_AUTH_HOST}
    https={import.meta.env.VITE_AUTH_HTTPS !== "no"}
    port={Number(import.meta.env.VITE_AUTH_PORT)}
  >
    x
  </AuthKitProvider>
);
`,
    });
    expect(appVariables(facts, values, {}).variables).toMatchObject({
      VITE_AUTH_HOST: "localhost",
      VITE_AUTH_HTTPS: "false",
      VITE_AUTH_PORT: "4100",
    });
  });

  it("without the side that is left out", () => {
    const { variables } = appVariables(
      rightFacts("nextjs-monorepo"),
      { ...values, convexUrl: null, convexSiteUrl: null },
      {},
    );
    expect(Object.keys(variables).filter((name) => name.includes("CONVEX"))).toEqual([]);
  });

  it("says which ones the shell has otherwise, and which a script sets itself", () => {
    const facts = rightFacts("vite-spa", {
      "package.json": JSON.stringify({
        name: "notes-spa",
        scripts: { dev: "VITE_CONVEX_URL=https://x.convex.cloud vite", start: "doppler run -- vite" },
        dependencies: { "@workos-inc/authkit-react": "^0.16.2", convex: "^1.48.0", react: "^19.2.0" },
        devDependencies: { vite: "^8.3.4" },
      }),
    });
    const shell = { VITE_WORKOS_CLIENT_ID: "client_01JQTHER00000000000000000", CONVEX_URL: "" };
    const { overridden, setByScript, injectedBy } = appVariables(facts, values, shell);
    expect(overridden).toContainEqual({ name: "VITE_WORKOS_CLIENT_ID", location: null });
    expect(overridden.map(({ name }) => name)).not.toContain("CONVEX_URL");
    expect(setByScript).toMatchObject([{ name: "VITE_CONVEX_URL", location: { file: "package.json" } }]);
    expect(injectedBy).toBe("doppler run");
  });
});
