import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WorkOS } from "@workos-inc/node";
import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fixtureProject } from "./convex/functions/testing/fixture-project.ts";
import { createEmulator } from "./create-emulator.ts";
import { EmulatorError } from "./emulator-error.ts";
import type { ConvexSideOptions, Emulator, EmulatorOptions } from "./emulator.ts";

const ADA = { email: "ada@example.com", password: "engine" };
const who = makeFunctionReference<"query">("who:am");

const AUTH_CONFIG = `
const clientId = process.env.WORKOS_CLIENT_ID;
const jwks = \`https://api.workos.com/sso/jwks/\${clientId}\`;
export default {
  providers: [
    { type: "customJwt", issuer: "https://api.workos.com/", algorithm: "RS256", jwks, applicationID: clientId },
    { type: "customJwt", issuer: \`https://api.workos.com/user_management/\${clientId}\`, algorithm: "RS256", jwks },
  ],
};`;

const open: Emulator[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await createEmulator({
    ...options,
    authkit: options.authkit === false ? false : { port: 0, seed: { accounts: [ADA] }, ...options.authkit },
  });
  open.push(emulator);
  return emulator;
}

function convex(): ConvexSideOptions {
  const { root } = fixtureProject({
    "convex/auth.config.ts": AUTH_CONFIG,
    "convex/who.ts": `import { query } from "./_generated/server";
      export const am = query({ args: {}, handler: async (ctx) => await ctx.auth.getUserIdentity() });`,
    "convex/http.ts": `import { httpRouter } from "convex/server";
      import { httpAction } from "./_generated/server";
      const http = httpRouter();
      http.route({ path: "/hello", method: "GET", handler: httpAction(async () => new Response("hello")) });
      export default http;`,
  });
  return {
    root,
    port: 0,
    sitePort: 0,
    variables: { WORKOS_CLIENT_ID: "client_emulator" },
  };
}

function workosOf({ url, apiKey, clientId }: Emulator): WorkOS {
  const { hostname, port } = new URL(url);
  return new WorkOS(apiKey, {
    apiHostname: hostname,
    port: Number(port),
    https: false,
    clientId,
    maxRetries: 0,
  });
}

describe("an emulator", () => {
  it("signs in with WorkOS's SDK, and Convex's client is who signed in, under an unchanged auth config", async () => {
    const emulator = await start({ convex: convex() });
    expect(emulator.convex?.deployment().problem).toBeNull();
    const { accessToken, user } = await workosOf(emulator).userManagement.authenticateWithPassword({
      clientId: emulator.clientId,
      ...ADA,
    });
    const client = new ConvexHttpClient(emulator.convexUrl ?? "");
    client.setAuth(accessToken);
    expect(await client.query(who, {})).toMatchObject({
      subject: user.id,
      issuer: `https://api.workos.com/user_management/${emulator.clientId}`,
    });
    client.setAuth(await emulator.mint({ sub: "user_other", exp: 1 }));
    await expect(client.query(who, {})).rejects.toThrow(/Token expired/);
    expect(await (await fetch(`${emulator.convexSiteUrl}/hello`)).text()).toBe("hello");
    const kinds = emulator.timeline.events().map(({ side, kind }) => `${side} ${kind}`);
    expect(kinds).toContain("convex verdict");
    expect(emulator.timeline.events().filter(({ http }) => http !== undefined)).toHaveLength(4);
  });

  it("moves the time of both sides", async () => {
    const emulator = await start({ convex: convex() });
    const signedIn = await emulator.authkit?.signIn(ADA.email);
    const client = new ConvexHttpClient(emulator.convexUrl ?? "");
    client.setAuth(signedIn?.accessToken ?? "");
    await emulator.advance("4m");
    expect(await client.query(who, {})).toMatchObject({ subject: signedIn?.user["id"] });
    await emulator.advance("2m");
    await expect(client.query(who, {})).rejects.toThrow(/Token expired \d+ seconds ago/);
    const { accessToken } = await workosOf(emulator).userManagement.authenticateWithRefreshToken({
      clientId: emulator.clientId,
      refreshToken: signedIn?.refreshToken ?? "",
    });
    client.setAuth(accessToken);
    expect(await client.query(who, {})).toMatchObject({ subject: signedIn?.user["id"] });
  });

  it("goes back to the start: sessions, settings, faults, time and timeline", async () => {
    const emulator = await start({ faults: ["short-lifetime?seconds=60"] });
    await emulator.authkit?.signIn(ADA.email);
    emulator.faults.clear();
    emulator.faults.set("no-organization");
    emulator.authkit?.environment.redirectUris.push("http://localhost:9999/other");
    await emulator.advance("1h");
    await emulator.reset();
    expect(emulator.authkit?.sessions()).toEqual([]);
    expect(emulator.authkit?.environment.redirectUris).not.toContain("http://localhost:9999/other");
    expect(emulator.faults.active()).toMatchObject([{ id: "short-lifetime", parameters: { seconds: 60 } }]);
    expect(emulator.timeline.events()).toEqual([]);
    expect(Math.abs(emulator.clock.now() - Date.now())).toBeLessThan(60_000);
  });

  it("leaves a side out on request", async () => {
    const alone = await start();
    expect(alone.url).toMatch(/^http:\/\/localhost:\d+$/);
    expect([alone.convexUrl, alone.convexSiteUrl, alone.convex]).toEqual([null, null, null]);
    const backend = await start({ authkit: false, convex: convex() });
    expect(backend.url).toBe(backend.convexUrl);
    await expect(backend.mint({})).rejects.toThrow(EmulatorError);
    await expect(start({ authkit: false })).rejects.toThrow(/Neither the AuthKit side nor the Convex side/);
  });

  it("answers keys of WorkOS's hosts itself, and asks nobody for those of another environment", async () => {
    const emulator = await start({
      convex: convex(),
      faults: ["deployment-env-other-client?value=client_other"],
    });
    const client = new ConvexHttpClient(emulator.convexUrl ?? "");
    client.setAuth(
      await emulator.mint({ iss: "https://api.workos.com/user_management/client_other", sub: "user_1" }),
    );
    await expect(client.query(who, {})).rejects.toThrow(
      "Could not fetch JWKS from URL 'https://api.workos.com/sso/jwks/client_other': HTTP 404 Not Found",
    );
  });
});

describe("an emulator that cannot start", () => {
  it("says which port is in use, and lets go of those it has", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as AddressInfo;
    const free = await start();
    const freePort = Number(new URL(free.url).port);
    await free.close();
    await expect(
      createEmulator({ authkit: { port: freePort }, convex: { ...convex(), port } }),
    ).rejects.toThrow(
      new RegExp(`^Port ${port}, on which the Convex deployment should listen, is in use\\.`),
    );
    const again = await start({ authkit: { port: freePort } });
    expect(again.url).toBe(`http://localhost:${freePort}`);
    await new Promise((resolve) => taken.close(resolve));
  });

  it("does not start in production", async () => {
    vi.stubEnv("NODE_ENV", "production");
    await expect(createEmulator()).rejects.toThrow(/does not start where NODE_ENV is production/);
    vi.unstubAllEnvs();
  });

  it("names an unknown fault before it listens anywhere", async () => {
    await expect(start({ faults: ["gremlins"] })).rejects.toThrow(
      /^There is no fault "gremlins"\. Known ones: /,
    );
    await expect(start({ faults: ["gremlins"] })).rejects.toBeInstanceOf(EmulatorError);
  });
});
