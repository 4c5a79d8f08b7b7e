import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { redirectUri } from "./redirect-uri.ts";

const at = (env: Record<string, string>, options: { path?: string; productionOrigin?: string } = {}) =>
  redirectUri({ env, ...options });

describe("in development", () => {
  it("is the port the server has", () => {
    expect(at({})).toBe("http://localhost:3000/callback");
    expect(at({ PORT: "4000" })).toBe("http://localhost:4000/callback");
    expect(at({ PORT: "4000" }, { path: "/auth/callback" })).toBe("http://localhost:4000/auth/callback");
  });

  it("is what the variable says", () => {
    expect(at({ NEXT_PUBLIC_WORKOS_REDIRECT_URI: "http://localhost:5000/back", PORT: "4000" })).toBe(
      "http://localhost:5000/back",
    );
  });

  it("is not an empty variable, nor the production origin", () => {
    expect(
      at({ NEXT_PUBLIC_WORKOS_REDIRECT_URI: "" }, { productionOrigin: "https://notes.example.com" }),
    ).toBe("http://localhost:3000/callback");
  });
});

describe("on Vercel", () => {
  const preview = { VERCEL: "1", VERCEL_ENV: "preview", NODE_ENV: "production" };

  it("is the branch's address in a preview, also where a variable of production reaches it", () => {
    expect(
      at({
        ...preview,
        VERCEL_BRANCH_URL: "notes-git-topic.vercel.app",
        VERCEL_URL: "notes-1a2b3c.vercel.app",
        NEXT_PUBLIC_WORKOS_REDIRECT_URI: "https://notes.example.com/callback",
      }),
    ).toBe("https://notes-git-topic.vercel.app/callback");
  });

  it("is the deployment's address in a preview without a branch", () => {
    expect(at({ ...preview, VERCEL_URL: "notes-1a2b3c.vercel.app" })).toBe(
      "https://notes-1a2b3c.vercel.app/callback",
    );
  });

  it("says which setting is missing where a preview has no address", () => {
    expect(() => at(preview)).toThrow(/System Environment Variables/);
  });

  it("is the production address in production, not the deployment's", () => {
    const production = {
      VERCEL_ENV: "production",
      NODE_ENV: "production",
      VERCEL_URL: "notes-1a2b3c.vercel.app",
      VERCEL_PROJECT_PRODUCTION_URL: "notes.example.com",
    };
    expect(at(production)).toBe("https://notes.example.com/callback");
    expect(at(production, { productionOrigin: "https://www.example.com" })).toBe(
      "https://www.example.com/callback",
    );
    expect(at({ ...production, NEXT_PUBLIC_WORKOS_REDIRECT_URI: "https://app.example.com/callback" })).toBe(
      "https://app.example.com/callback",
    );
  });
});

describe("on Netlify", () => {
  const netlify = { NETLIFY: "true", URL: "https://notes.example.com", NODE_ENV: "production" };

  it.each(["deploy-preview", "branch-deploy"])("is the deploy's own address in a %s", (context) => {
    expect(
      at({
        ...netlify,
        CONTEXT: context,
        DEPLOY_PRIME_URL: "https://deploy-preview-7--notes.netlify.app",
        NEXT_PUBLIC_WORKOS_REDIRECT_URI: "https://notes.example.com/callback",
      }),
    ).toBe("https://deploy-preview-7--notes.netlify.app/callback");
  });

  it("says so where a preview has no address", () => {
    expect(() => at({ ...netlify, CONTEXT: "deploy-preview" })).toThrow(/DEPLOY_PRIME_URL/);
  });

  it("is the site's address in production", () => {
    expect(at({ ...netlify, CONTEXT: "production" })).toBe("https://notes.example.com/callback");
  });
});

describe("in the Next.js example", () => {
  const { authKit } = JSON.parse(
    readFileSync(
      new URL("../../../../../examples/nextjs-monorepo/packages/backend/convex.json", import.meta.url),
      "utf8",
    ),
  ) as { authKit: Record<string, { configure: { redirectUris: string[] } }> };

  /** What the Convex CLI registers at WorkOS when it runs in a build with these variables. */
  const registered = (stage: string, env: Record<string, string>): string[] =>
    authKit[stage]?.configure.redirectUris.map((uri) =>
      uri.replaceAll(/\$\{buildEnv\.(\w+)\}/g, (_, name: string) => env[name] ?? ""),
    ) ?? [];

  it.each<[string, Record<string, string>]>([
    ["dev", {}],
    [
      "preview",
      {
        VERCEL: "1",
        VERCEL_ENV: "preview",
        NODE_ENV: "production",
        VERCEL_BRANCH_URL: "notes-git-topic.vercel.app",
        VERCEL_URL: "notes-1a2b3c.vercel.app",
        VERCEL_PROJECT_PRODUCTION_URL: "notes.example.com",
      },
    ],
    [
      "prod",
      {
        VERCEL: "1",
        VERCEL_ENV: "production",
        NODE_ENV: "production",
        VERCEL_URL: "notes-4d5e6f.vercel.app",
        VERCEL_PROJECT_PRODUCTION_URL: "notes.example.com",
      },
    ],
  ])("is what convex.json registers for the stage %s", (stage, env) => {
    expect(registered(stage, env)).toEqual([at(env)]);
  });
});
