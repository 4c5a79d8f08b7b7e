import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { transformSync } from "esbuild";
import { afterEach, describe, expect, it, vi } from "vitest";
import { resourcesUnderTest } from "../resources-under-test.ts";
import type { AuthKitEnvironment } from "../environment.ts";
import { settingsRoutes } from "./settings-routes.ts";

function start(settings: Partial<AuthKitEnvironment> = {}) {
  const under = resourcesUnderTest(settingsRoutes, undefined, {
    redirectUris: ["http://localhost:3000/callback"],
    corsOrigins: ["http://localhost:5173"],
    ...settings,
  });
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await under.fetch(path, {
      method,
      headers: { authorization: `Bearer ${under.context.environment.apiKey}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : (JSON.parse(text) as unknown) };
  };
  return { ...under, ask, environment: under.context.environment };
}

describe("redirect URIs", () => {
  it("are added to what authorize lets through", async () => {
    const { ask, environment } = start();
    const uri = "https://*.example.com/callback";
    expect(await ask("POST", "/user_management/redirect_uris", { uri })).toMatchObject({
      status: 201,
      body: { object: "redirect_uri", uri, default: false, id: expect.stringMatching(/^redirect_uri_01/) },
    });
    expect(environment.redirectUris).toEqual(["http://localhost:3000/callback", uri]);
  });

  it("are listed and removed, but not the default", async () => {
    const { ask, environment } = start({ redirectUris: ["http://localhost:1/a", "http://localhost:2/b"] });
    const { body } = await ask("GET", "/user_management/redirect_uris?order=asc");
    const [first, second] = (body as { data: { id: string; default: boolean }[] }).data;
    expect(first?.default).toBe(true);
    expect(await ask("DELETE", `/user_management/redirect_uris/${first?.id}`)).toMatchObject({
      status: 409,
      body: { message: "Cannot delete the default redirect URI." },
    });
    expect((await ask("DELETE", `/user_management/redirect_uris/${second?.id}`)).status).toBe(204);
    expect((await ask("DELETE", `/user_management/redirect_uris/${second?.id}`)).status).toBe(404);
    expect(environment.redirectUris).toEqual(["http://localhost:1/a"]);
  });

  it.each([
    ["/callback", "sandbox"],
    ["https://sub.*.example.com/callback", "sandbox"],
    ["http://app.example.com/callback", "production"],
    ["http://localhost:3000/other", "production"],
  ] as const)("refuse %s in a %s environment, and nothing is registered", async (uri, type) => {
    const { ask, environment } = start({ type });
    const { status, body } = await ask("POST", "/user_management/redirect_uris", { uri });
    expect(status).toBe(422);
    // The Convex CLI takes 422 with these words for success.
    expect(JSON.stringify(body)).not.toContain("already exists");
    expect(environment.redirectUris).toEqual(["http://localhost:3000/callback"]);
  });

  it("that WorkOS may refuse are registered, and the timeline says so", async () => {
    const { ask, context } = start();
    await ask("POST", "/user_management/redirect_uris", { uri: "https://*.vercel.app/callback" });
    expect(context.parts.timeline.events()).toMatchObject([
      { kind: "setting", outcome: "info", title: expect.stringContaining("WorkOS may refuse it") },
    ]);
  });
});

describe("CORS origins", () => {
  it("are added and listed", async () => {
    const { ask, environment } = start();
    expect(
      await ask("POST", "/user_management/cors_origins", { origin: "https://app.example.com" }),
    ).toMatchObject({ status: 201, body: { object: "cors_origin", origin: "https://app.example.com" } });
    expect(environment.corsOrigins).toEqual(["http://localhost:5173", "https://app.example.com"]);
    expect(await ask("GET", "/user_management/cors_origins")).toMatchObject({
      status: 200,
      body: { data: [{ origin: "https://app.example.com" }, { origin: "http://localhost:5173" }] },
    });
  });

  it("with a path are refused", async () => {
    const { ask } = start();
    expect(
      await ask("POST", "/user_management/cors_origins", { origin: "https://app.example.com/callback" }),
    ).toMatchObject({
      status: 422,
      body: { message: "Validation failed.", errors: [{ property: "origin", constraints: {} }] },
    });
  });
});

describe("the homepage", () => {
  it("is set", async () => {
    const { ask, environment } = start();
    expect(
      (await ask("PUT", "/user_management/app_homepage_url", { url: "https://example.com" })).status,
    ).toBe(200);
    expect(environment.homepageUrl).toBe("https://example.com");
  });

  it.each(["http://localhost:3000", "http://127.0.0.1:3000", "https://*.example.com", "example.com", ""])(
    "is not set to %j",
    async (url) => {
      const { ask, environment } = start({ homepageUrl: null });
      expect((await ask("PUT", "/user_management/app_homepage_url", { url })).status).toBe(422);
      expect(environment.homepageUrl).toBeNull();
    },
  );
});

describe("the JWT template", () => {
  it("is not there until it is set", async () => {
    const { ask, environment } = start();
    expect((await ask("GET", "/user_management/jwt_template")).status).toBe(404);
    const content = `{ "aud": "client_emulator", "email": {{ user.email }} }`;
    expect(await ask("PUT", "/user_management/jwt_template", { content })).toMatchObject({
      status: 200,
      body: { object: "jwt_template", content },
    });
    expect(environment.jwtTemplate).toBe(content);
    expect(await ask("GET", "/user_management/jwt_template")).toMatchObject({ body: { content } });
  });

  it.each([
    [`{ "iss": "https://example.com" }`, "reserved-claim"],
    [`{ "email": {{ user.email }`, "unterminated-expression"],
    [`{ "email": {{ session.email }} }`, "unknown-root"],
    [`[]`, "not-an-object"],
    [``, "empty-template"],
    [`{ "x": "${"y".repeat(3100)}" }`, "too-large"],
  ])("is refused where WorkOS refuses it, with the place: %.40s", async (content, code) => {
    const { ask, environment } = start({ jwtTemplate: null });
    expect(await ask("PUT", "/user_management/jwt_template", { content })).toMatchObject({
      status: 422,
      body: {
        message: "Validation failed.",
        code: "invalid_request_parameters",
        errors: expect.arrayContaining([
          expect.objectContaining({ code, line: 1, message: expect.stringContaining("(line 1, column ") }),
        ]),
      },
    });
    expect(environment.jwtTemplate).toBeNull();
  });

  it("may hold what only Convex stumbles over", async () => {
    const { ask } = start();
    const content = `{ "aud": 7 }`;
    expect((await ask("PUT", "/user_management/jwt_template", { content })).status).toBe(200);
  });
});

describe("webhook endpoints", () => {
  it("are managed by the SDK", async () => {
    const { workos, environment } = start();
    const url = "http://localhost:3211/workos/webhook";
    const created = await workos.webhooks.createWebhookEndpoint({
      endpointUrl: url,
      events: ["user.created"],
    });
    expect(created).toMatchObject({ endpointUrl: url, status: "enabled", events: ["user.created"] });
    expect(environment.webhooks).toEqual([{ url, secret: created.secret, events: ["user.created"] }]);
    await workos.webhooks.updateWebhookEndpoint({
      id: created.id,
      endpointUrl: "https://example.com/hook",
      status: "disabled",
    });
    expect((await workos.webhooks.listWebhookEndpoints()).data).toMatchObject([
      { id: created.id, endpointUrl: "https://example.com/hook", status: "disabled" },
    ]);
    await workos.webhooks.deleteWebhookEndpoint({ id: created.id });
    expect(environment.webhooks).toEqual([]);
  });

  it.each(["http://example.com/hook", "/hook", "ftp://localhost/hook"])(
    "are not at %s",
    async (endpointUrl) => {
      const { workos } = start();
      await expect(workos.webhooks.createWebhookEndpoint({ endpointUrl, events: [] })).rejects.toMatchObject({
        status: 422,
        code: "invalid_url",
      });
    },
  );

  it("are there once", async () => {
    const { workos } = start();
    const endpoint = { endpointUrl: "https://example.com/hook", events: [] };
    await workos.webhooks.createWebhookEndpoint(endpoint);
    await expect(workos.webhooks.createWebhookEndpoint(endpoint)).rejects.toMatchObject({ status: 409 });
  });
});

describe("the Convex CLI's own code", () => {
  afterEach(() => void vi.unstubAllGlobals());

  it("configures the environment, and a second time changes nothing", async () => {
    const { fetch, environment } = start({ homepageUrl: null });
    const cli = await convexCli();
    // The CLI knows one host only.
    vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => fetch(new URL(url).pathname, init));
    const crash = vi.fn(async (reason: { printedMessage: string }): Promise<never> => {
      throw new Error(reason.printedMessage);
    });
    const configure = async () => [
      await cli.createRedirectURI({ crash }, environment.apiKey, "http://localhost:3000/auth/callback"),
      await cli.createCORSOrigin({ crash }, environment.apiKey, "http://localhost:3000"),
    ];
    expect(await configure()).toEqual([{ modified: true }, { modified: true }]);
    expect(await configure()).toEqual([{ modified: false }, { modified: false }]);
    expect(await cli.updateAppHomepageUrl({ crash }, environment.apiKey, "http://localhost:3000")).toEqual({
      modified: false,
    });
    expect(await cli.updateAppHomepageUrl({ crash }, environment.apiKey, "https://app.example.com")).toEqual({
      modified: true,
    });
    expect(environment).toMatchObject({
      redirectUris: ["http://localhost:3000/callback", "http://localhost:3000/auth/callback"],
      corsOrigins: ["http://localhost:5173", "http://localhost:3000"],
      homepageUrl: "https://app.example.com",
    });
    expect(crash).not.toHaveBeenCalled();
    await expect(
      cli.createRedirectURI({ crash }, "sk_test_wrong", "http://localhost:3000/x"),
    ).rejects.toThrow('Failed to create redirect URI: 401 {"message":"Unauthorized"}');
  });
});

type Call = (
  ctx: { crash: (reason: { printedMessage: string }) => Promise<never> },
  apiKey: string,
  value: string,
) => Promise<{ modified: boolean }>;

/** The functions with which the CLI talks to WorkOS, from the source that the package ships; it exports none of them. */
async function convexCli(): Promise<
  Record<"createRedirectURI" | "createCORSOrigin" | "updateAppHomepageUrl", Call>
> {
  const folder = dirname(createRequire(import.meta.url).resolve("convex/package.json"));
  const source = readFileSync(join(folder, "src/cli/lib/workos/environmentApi.ts"), "utf8");
  const { code } = transformSync(source, { loader: "ts", format: "esm" });
  return await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
}
