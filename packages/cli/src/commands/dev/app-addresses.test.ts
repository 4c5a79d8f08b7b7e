import { describe, expect, it } from "vitest";
import { addressesAt, appAddresses, expectedServer } from "./app-addresses.ts";
import { factsOf, rightFacts, TANSTACK } from "./facts-for-tests.ts";

describe("the server an app is expected on", () => {
  it("is what the scripts of the app name", () => {
    expect(expectedServer(rightFacts("nextjs-monorepo"), null)).toEqual({
      port: 3000,
      drifts: false,
      inFront: null,
    });
    expect(expectedServer(rightFacts("vite-spa"), null)).toEqual({
      port: 5173,
      drifts: false,
      inFront: null,
    });
    expect(expectedServer(factsOf(TANSTACK), null)).toEqual({ port: 3000, drifts: true, inFront: null });
  });

  it.each([
    ["next dev -p 3007", 3007, false],
    ["PORT=3008 next dev", 3008, false],
    ["npx next dev --port=3009", 3009, false],
    ["vite --port 4000", 4000, true],
    ["vite --port 4000 --strictPort", 4000, false],
    ["next dev", 3000, false],
    ["cd apps/web && next dev --port 3000", 3000, false],
  ])("follows %s", (text, port, drifts) => {
    expect(expectedServer(rightFacts("nextjs-monorepo"), { text, dir: "" })).toMatchObject({ port, drifts });
  });

  it("drifts with Next.js only where no port is named", () => {
    const facts = rightFacts("nextjs-monorepo", {
      "apps/web/package.json": JSON.stringify({
        name: "web",
        scripts: { dev: "next dev" },
        dependencies: { next: "^16", "@workos-inc/authkit-nextjs": "^4", convex: "^1.48.0" },
      }),
    });
    expect(expectedServer(facts, null)).toMatchObject({ port: 3000, drifts: true });
  });

  it("is the one of the redirect URI where no script tells", () => {
    const facts = rightFacts("nextjs-monorepo", {
      "apps/web/package.json": JSON.stringify({
        name: "web",
        scripts: { dev: "make dev" },
        dependencies: { next: "^16", "@workos-inc/authkit-nextjs": "^4", convex: "^1.48.0" },
      }),
      "apps/web/.env.local": "NEXT_PUBLIC_WORKOS_REDIRECT_URI=http://localhost:3400/callback\n",
    });
    expect(expectedServer(facts, null).port).toBe(3400);
  });
});

describe("what is registered for an app", () => {
  it("is what the right projects say", () => {
    expect(appAddresses(rightFacts("nextjs-monorepo"), { port: 3000, inFront: null })).toEqual({
      origin: "http://localhost:3000",
      redirectUri: "http://localhost:3000/callback",
      redirectUris: ["http://localhost:3000/callback"],
      corsOrigins: ["http://localhost:3000"],
      homepageUrl: "http://localhost:3000",
      logoutUris: ["http://localhost:3000", "http://localhost:3000/"],
    });
    expect(appAddresses(rightFacts("vite-spa"), { port: 5173, inFront: null })).toMatchObject({
      redirectUri: "http://localhost:5173/callback",
      redirectUris: ["http://localhost:5173/callback"],
      corsOrigins: ["http://localhost:5173"],
    });
  });

  it("moves the redirect URI to the port the app is on, and keeps what convex.json registers", () => {
    expect(appAddresses(rightFacts("nextjs-monorepo"), { port: 3001, inFront: null })).toMatchObject({
      origin: "http://localhost:3001",
      redirectUri: "http://localhost:3001/callback",
      redirectUris: ["http://localhost:3001/callback", "http://localhost:3000/callback"],
      corsOrigins: ["http://localhost:3001", "http://localhost:3000"],
    });
  });

  it("keeps the host name: cookies of localhost are none of 127.0.0.1", () => {
    const facts = rightFacts("vite-spa", {
      ".env.local": "VITE_WORKOS_REDIRECT_URI=http://127.0.0.1:5173/callback\n",
    });
    expect(appAddresses(facts, { port: 5174, inFront: null }).origin).toBe("http://127.0.0.1:5174");
  });

  it("takes the path of the route that exchanges the code", () => {
    const facts = rightFacts("nextjs-monorepo", {
      "apps/web/.env.local": null,
      "apps/web/.env.example": null,
      "packages/backend/convex.json": null,
      "apps/web/src/app/callback/route.ts": null,
      "apps/web/src/app/api/auth/callback/route.ts":
        'import { handleAuth } from "@workos-inc/authkit-nextjs";\nexport const GET = handleAuth();\n',
    });
    expect(appAddresses(facts, { port: 3000, inFront: null }).redirectUri).toBe(
      "http://localhost:3000/api/auth/callback",
    );
  });

  it("takes the origin of the page for a provider that derives or omits its redirect URI", () => {
    const main = (attributes: string): string =>
      `import { AuthKitProvider } from "@workos-inc/authkit-react";\nexport const root = <AuthKitProvider clientId={import.meta.env.VITE_WORKOS_CLIENT_ID} ${attributes}>x</AuthKitProvider>;\n`;
    const at = { port: 5180, inFront: null };
    const derived = rightFacts("vite-spa", {
      "src/main.tsx": main("redirectUri={`${window.location.origin}/auth`}"),
      ".env.local": null,
    });
    expect(appAddresses(derived, at)).toMatchObject({
      redirectUri: "http://localhost:5180/auth",
      redirectUris: ["http://localhost:5180/auth", "http://localhost:5173/callback"],
    });
    const omitted = rightFacts("vite-spa", { "src/main.tsx": main(""), ".env.local": null });
    expect(appAddresses(omitted, at).redirectUri).toBe("http://localhost:5180");
  });

  it("registers where sign-outs return to", () => {
    const facts = rightFacts("nextjs-monorepo", {
      "apps/web/src/app/sign-out/route.ts":
        'import { signOut } from "@workos-inc/authkit-nextjs";\nexport async function POST() { await signOut({ returnTo: "http://localhost:3000/bye" }); }\n',
    });
    expect(appAddresses(facts, { port: 3000, inFront: null }).logoutUris).toContain(
      "http://localhost:3000/bye",
    );
  });

  it("leaves the address alone where something stands in front of the server", () => {
    const facts = rightFacts("vite-spa", {
      ".env.local": "VITE_WORKOS_REDIRECT_URI=https://notes.localhost/callback\n",
    });
    expect(appAddresses(facts, { port: 5173, inFront: "portless" }).redirectUri).toMatch(/callback$/);
  });

  it("has the field's usual addresses where nothing is known", () => {
    const facts = factsOf({ "package.json": "{}" });
    expect(appAddresses(facts, expectedServer(facts, null))).toMatchObject({
      origin: "http://localhost:3000",
      redirectUri: "http://localhost:3000/callback",
    });
  });
});

it("registers another origin beside the first", () => {
  const before = appAddresses(rightFacts("vite-spa"), { port: 5173, inFront: null });
  expect(addressesAt(before, "http://localhost:5174")).toEqual({
    origin: "http://localhost:5174",
    redirectUri: "http://localhost:5174/callback",
    redirectUris: ["http://localhost:5174/callback", "http://localhost:5173/callback"],
    corsOrigins: ["http://localhost:5174", "http://localhost:5173"],
    homepageUrl: "http://localhost:5174",
    logoutUris: [
      "http://localhost:5174",
      "http://localhost:5174/",
      "http://localhost:5173",
      "http://localhost:5173/",
    ],
  });
});
