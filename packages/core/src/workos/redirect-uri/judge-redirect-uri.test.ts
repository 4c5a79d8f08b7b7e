import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  judgeHomepageUrl,
  judgeRedirectUri,
  judgeSignOutRedirect,
  type UriUse,
} from "./judge-redirect-uri.ts";

const codes = (uri: string, use: UriUse = {}) => judgeRedirectUri(uri, use).map((problem) => problem.code);

describe("a redirect URI that WorkOS takes", () => {
  it.each([
    "https://app.example.com/callback",
    "https://app.example.com/api/auth/callback",
    "https://app.example.com:8443/callback?tenant=1",
    "https://example.com",
    "http://127.0.0.1/callback",
    "http://127.0.0.1:3000/callback",
    "https://my-app-git-main-team.vercel.app/callback",
    "https://*.example.com/callback",
    "https://*.sub.example.com/callback",
    "https://prefix-*-suffix.example.com/callback",
    "https://name.localhost/callback",
    "myapp://callback",
    "workos-auth://callback",
    "com.example.app:/oauth/callback",
    "exp://192.168.1.20:8081/--/callback",
  ])("%s, in any environment", (uri) => {
    expect(judgeRedirectUri(uri)).toEqual([]);
    expect(judgeRedirectUri(uri, { environment: "sandbox" })).toEqual([]);
    expect(judgeRedirectUri(uri, { environment: "production" })).toEqual([]);
  });

  it.each([
    "http://localhost:3000/callback",
    "http://localhost:*/auth/callback",
    "http://127.0.0.1:*/callback",
    "http://[::1]:5173/callback",
    "http://192.168.1.20:3000/callback",
    "http://app.example.com/callback",
    "https://localhost:3000/callback",
  ])("%s, in a sandbox", (uri) => {
    expect(judgeRedirectUri(uri)).toEqual([]);
    expect(judgeRedirectUri(uri, { environment: "sandbox" })).toEqual([]);
  });

  it("the wildcard port of 127.0.0.1, in production too", () => {
    expect(codes("http://127.0.0.1:*/callback", { environment: "production" })).toEqual([]);
  });
});

describe("a redirect URI that WorkOS refuses in production", () => {
  it.each([
    ["http://localhost:3000/callback", "localhost-in-production"],
    ["https://localhost/callback", "localhost-in-production"],
    ["http://app.example.com/callback", "http-in-production"],
    ["http://*.example.com/callback", "http-in-production"],
    ["http://app.localhost:3000/callback", "http-in-production"],
  ])("%s: %s", (uri, code) => {
    expect(judgeRedirectUri(uri, { environment: "production" })).toMatchObject([
      { code, certainty: "certain" },
    ]);
  });

  it("is not sure about other loopback addresses", () => {
    expect(judgeRedirectUri("http://[::1]/callback", { environment: "production" })).toMatchObject([
      { code: "http-in-production", certainty: "likely" },
    ]);
  });
});

describe("a wildcard that WorkOS refuses", () => {
  it.each([
    ["https://sub.*.example.com/callback", "wildcard-not-leftmost"],
    ["https://*.*.example.com/callback", "several-wildcards"],
    ["http://*.localhost:*/callback", "several-wildcards"],
    ["https://app.example.com/*", "wildcard-outside-host"],
    ["https://app.example.com/callback?to=*", "wildcard-outside-host"],
    ["https://*.com/callback", "wildcard-on-public-suffix"],
    ["https://*/callback", "wildcard-on-public-suffix"],
    ["*://app.example.com/callback", "not-absolute"],
    ["https://*.ngrok-free.app/callback", "wildcard-on-public-suffix"],
    ["https://app.example.com:*/callback", "wildcard-port-not-loopback"],
    ["http://localhost:30*/callback", "partial-port-wildcard"],
    ["com.example.app://*.example.com", "wildcard-with-custom-scheme"],
    ["myapp://*", "wildcard-with-custom-scheme"],
  ])("%s: %s", (uri, code) => {
    expect(judgeRedirectUri(uri)).toMatchObject([{ code, certainty: "certain" }]);
  });

  it.each([
    "https://*.vercel.app/callback",
    "https://app-*-team.vercel.app/callback",
    "https://*.NETLIFY.app/x",
  ])("%s, as far as its rule about public suffixes goes", (uri) => {
    expect(judgeRedirectUri(uri)).toMatchObject([{ code: "wildcard-on-public-suffix", certainty: "likely" }]);
  });

  it("as the default", () => {
    expect(codes("https://*.example.com/callback", { isDefault: true })).toEqual(["wildcard-as-default"]);
    expect(codes("https://app.example.com/callback", { isDefault: true })).toEqual([]);
  });

  it("when the app sends it", () => {
    expect(codes("https://*.example.com/callback", { role: "sent" })).toEqual(["wildcard-sent"]);
    expect(codes("https://%2A.example.com/callback", { role: "sent" })).toEqual(["wildcard-sent"]);
    expect(codes("https://pr-7.example.com/callback", { role: "sent" })).toEqual([]);
  });
});

describe("a redirect URI that is none", () => {
  it.each([
    ["", "not-absolute"],
    ["/callback", "not-absolute"],
    ["app.example.com/callback", "not-absolute"],
    ["localhost:3000/callback", "not-absolute"],
    ['"https://app.example.com/callback"', "blemished"],
    ["https://app.example.com/callback ", "blemished"],
    ["https://${buildEnv.VERCEL_BRANCH_URL}/callback", "unfilled"],
    ["https://<your-domain>/callback", "unfilled"],
    ["https://undefined/callback", "unfilled"],
    ["https:///callback", "no-host"],
    ["javascript:alert(1)", "forbidden-scheme"],
    ["https://app.example.com/callback#done", "fragment"],
    ["https://user:pass@app.example.com/callback", "credentials"],
    ["https://app.example.com:port/callback", "bad-port"],
    ["https://app.example.com:99999/callback", "bad-port"],
  ])("%j: %s", (uri, code) => {
    expect(codes(uri)).toEqual([code]);
  });

  it("never throws, and says everything in a sentence", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (uri) => {
        for (const problem of judgeRedirectUri(uri, { environment: "production", isDefault: true })) {
          expect(problem.message).toMatch(/^[A-Z"].*\.$/s);
        }
      }),
    );
  });
});

describe("judgeSignOutRedirect", () => {
  it("has the rules of redirect URIs, under its own name", () => {
    expect(judgeSignOutRedirect("https://*.example.com/signed-out")).toEqual([]);
    expect(judgeSignOutRedirect("http://localhost:*/signed-out")).toEqual([]);
    const [problem] = judgeSignOutRedirect("/signed-out");
    expect(problem).toMatchObject({ code: "not-absolute" });
    expect(problem?.message).toContain("sign-out redirect");
  });
});

describe("judgeHomepageUrl", () => {
  it("takes one web address", () => {
    expect(judgeHomepageUrl("https://example.com")).toEqual([]);
    expect(judgeHomepageUrl("http://localhost:3000", { environment: "sandbox" })).toEqual([]);
  });

  it.each([
    ["myapp://home", "not-a-web-address"],
    ["https://*.example.com", "wildcard-not-allowed"],
    ["example.com", "not-absolute"],
  ])("refuses %s: %s", (url, code) => {
    expect(judgeHomepageUrl(url).map((problem) => problem.code)).toEqual([code]);
  });

  it("warns of localhost in production", () => {
    expect(judgeHomepageUrl("http://localhost:3000", { environment: "production" })).toMatchObject([
      { code: "localhost-in-production", certainty: "likely" },
    ]);
  });
});
