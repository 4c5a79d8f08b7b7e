import { describe, expect, it } from "vitest";
import { signInRoute, signOutRoute } from "./routes.ts";

const URL_OF = "https://notes.example.com";

const request = (path: string, method: string, headers: Record<string, string> = {}): Request =>
  new Request(URL_OF + path, { method, headers: { host: "notes.example.com", ...headers } });

/** As browsers and Next.js's router ask for a page that nobody has opened. */
const PREFETCHES: [string, Record<string, string>][] = [
  ["next/link", { rsc: "1", "next-router-prefetch": "1" }],
  ["Chrome", { "sec-purpose": "prefetch" }],
  ["Chrome, which renders it ahead", { "sec-purpose": "prefetch;prerender" }],
  ["an older browser", { purpose: "prefetch" }],
  ["the pages router", { "x-middleware-prefetch": "1" }],
];

/** Outside of Next.js nobody can be signed in or out; reaching authkit-nextjs is as far as a handler gets here. */
const REACHES_AUTHKIT = /outside a request scope/;

describe("signing in", () => {
  it.each(PREFETCHES)("is not begun by a prefetch of %s", async (_who, headers) => {
    const response = await signInRoute()(request("/sign-in", "GET", headers));
    expect([response.status, response.headers.get("cache-control")]).toEqual([204, "no-store"]);
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});

describe("signing out", () => {
  const { GET, POST } = signOutRoute();

  it.each(PREFETCHES)("is not done by a prefetch of %s", async (_who, headers) => {
    expect((await GET(request("/sign-out", "GET", headers))).status).toBe(405);
    expect((await POST(request("/sign-out", "POST", headers))).status).toBe(403);
  });

  it("is not done by a link", async () => {
    const response = await GET(request("/sign-out", "GET", { "sec-fetch-site": "same-origin" }));
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    expect(await response.text()).toMatch(/takes a POST/);
  });

  it.each<[string, Record<string, string>]>([
    ["another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
    ["another subdomain", { "sec-fetch-site": "same-site", origin: "https://evil.notes.example.com" }],
    ["another site, in an old browser", { origin: "https://evil.example" }],
    ["a page without an origin", { origin: "null" }],
    ["a page whose origin is no URL", { origin: "notes" }],
  ])("is not done by a form of %s", async (_where, headers) => {
    expect((await POST(request("/sign-out", "POST", headers))).status).toBe(403);
  });

  it.each<[string, Record<string, string>]>([
    ["this site", { "sec-fetch-site": "same-origin", origin: URL_OF }],
    ["this site, in an old browser", { origin: URL_OF }],
    ["this site behind a proxy that ends TLS", { origin: "https://notes.example.com" }],
    ["somebody who reloads", { "sec-fetch-site": "none" }],
  ])("is done by a form of %s", async (_where, headers) => {
    await expect(POST(request("/sign-out", "POST", headers))).rejects.toThrow(REACHES_AUTHKIT);
  });
});
