import { describe, expect, it } from "vitest";
import { factsOf, rightFacts, TANSTACK } from "./facts-for-tests.ts";
import { planDev, type Plan, type Wishes } from "./plan.ts";

const wishes: Wishes = {
  command: null,
  dir: "",
  authkit: true,
  convex: true,
  port: 4100,
  convexPort: 3210,
  sitePort: 3211,
  jwtTemplate: null,
  variables: {},
  writeGenerated: false,
};

function planOf(facts: Parameters<typeof planDev>[0], more: Partial<Wishes> = {}): Plan {
  return planDev(facts, { ...wishes, ...more }, () => undefined);
}

describe("the options of the emulator", () => {
  it("for the Next.js monorepo", () => {
    const plan = planOf(rightFacts("nextjs-monorepo"), { command: "npm run dev" });
    expect(plan.authkit).toEqual({
      port: 4100,
      clientId: "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V",
      apiKey: "sk_test_emulator",
      redirectUris: ["http://localhost:3000/callback"],
      corsOrigins: ["http://localhost:3000"],
      homepageUrl: "http://localhost:3000",
      logoutUris: ["http://localhost:3000", "http://localhost:3000/"],
      jwtTemplate: null,
    });
    expect(plan.convex).toEqual({
      root: "packages/backend",
      functions: "convex",
      port: 3210,
      sitePort: 3211,
      variables: { WORKOS_CLIENT_ID: "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V" },
      writeGenerated: false,
      watch: true,
    });
    expect(plan.frontend?.text).toBe("cd apps/web && next dev --port 3000");
    expect(plan.server).toEqual({ port: 3000, drifts: false, inFront: null });
    expect(plan.notes).toEqual([]);
  });

  it("for the Vite SPA", () => {
    const plan = planOf(rightFacts("vite-spa"), { command: "npm run dev" });
    expect(plan.convex).toMatchObject({ root: "", functions: "convex" });
    expect(plan.frontend).toMatchObject({ text: "npm run dev", changed: false });
    expect(plan.providers).toEqual({ edits: [], unknown: [] });
    expect(plan.notes).toEqual([]);
  });

  it("for a template that starts its frontend through the Convex CLI", () => {
    const plan = planOf(factsOf(TANSTACK), { command: "npm run dev" });
    expect(plan.frontend).toMatchObject({ text: "vite dev", changed: true });
    expect(plan.authkit).toMatchObject({
      clientId: "client_emulator",
      redirectUris: ["http://localhost:3000/callback"],
    });
    expect(plan.providers).toEqual({ edits: [], unknown: [] });
  });

  it("with a folder of functions that convex.json names", () => {
    const facts = rightFacts("vite-spa", {
      "convex.json": '{ "functions": "src/backend/" }',
      "src/backend/notes.ts": "export const list = 1;\n",
      "src/backend/auth.config.ts": "export default { providers: [] };\n",
    });
    expect(planOf(facts).convex).toMatchObject({ root: "", functions: "src/backend" });
  });
});

describe("one side only", () => {
  it("AuthKit: the app keeps its deployment and the Convex CLI", () => {
    const plan = planOf(factsOf(TANSTACK), { command: "npm run dev", convex: false });
    expect(plan).toMatchObject({ convex: false, frontend: { text: "npm run dev", changed: false } });
    expect(plan.notes).toEqual([expect.stringContaining("--print-provider")]);
  });

  it("Convex: people sign in at WorkOS itself, so nothing about it is said", () => {
    const plan = planOf(rightFacts("vite-spa"), { authkit: false });
    expect(plan).toMatchObject({ authkit: false, providers: { edits: [], unknown: [] }, notes: [] });
    expect(plan.convex).not.toBe(false);
  });
});

describe("what is said beside", () => {
  it("names what is not there", () => {
    const { notes, convex } = planOf(factsOf({ "package.json": "{}" }));
    expect(convex).toBe(false);
    expect(notes).toEqual([
      expect.stringContaining("No app that uses AuthKit was found"),
      expect.stringContaining("no folder of Convex functions was found"),
    ]);
  });

  it("takes the app with pages where a server without a framework stands behind it", () => {
    const texts = {
      "package.json": '{ "workspaces": ["apps/*"] }',
      "apps/web/package.json": JSON.stringify({
        name: "web",
        dependencies: { next: "^16", "@workos-inc/authkit-nextjs": "^4", convex: "^1.48.0" },
      }),
      "apps/web/app/layout.tsx":
        'import { withAuth } from "@workos-inc/authkit-nextjs";\nexport default withAuth;\n',
      "apps/server/package.json": JSON.stringify({
        name: "server",
        scripts: { dev: "tsx src/index.ts" },
        dependencies: { "@workos-inc/node": "^8", convex: "^1.48.0" },
      }),
      "apps/server/src/index.ts": "workos.userManagement.loadSealedSession({ sessionData });\n",
    };
    expect(factsOf(texts).app?.app.dir).toBe("apps/web");
    expect(factsOf(texts, { app: "server" }).app?.app.framework).toBe("other");
  });

  it("asks which app is meant, and takes the one that is named or around", () => {
    const app = (name: string): string =>
      JSON.stringify({
        name,
        scripts: { dev: "next dev" },
        dependencies: { next: "^16", "@workos-inc/authkit-nextjs": "^4", convex: "^1.48.0" },
      });
    const layout = 'import { withAuth } from "@workos-inc/authkit-nextjs";\nexport default withAuth;\n';
    const texts = {
      "package.json": '{ "workspaces": ["apps/*"] }',
      "apps/web/package.json": app("web"),
      "apps/web/app/layout.tsx": layout,
      "apps/admin/package.json": app("@notes/admin"),
      "apps/admin/app/layout.tsx": layout,
    };
    expect(() => factsOf(texts)).toThrow(
      "There are 2 apps here: apps/admin, apps/web. Say which one with --app, or call this in its folder.",
    );
    expect(factsOf(texts, { app: "@notes/admin" }).app?.app.dir).toBe("apps/admin");
    expect(factsOf(texts, { app: "./apps/web/" }).app?.app.dir).toBe("apps/web");
    expect(factsOf(texts, { dir: "apps/web/app" }).app?.app.dir).toBe("apps/web");
    expect(() => factsOf(texts, { app: "apps/none" })).toThrow("The apps are: apps/admin, apps/web.");
  });
});
