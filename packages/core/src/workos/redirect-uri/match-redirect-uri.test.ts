import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesRedirectUri, nearestRedirectUris, redirectUriDifferences } from "./match-redirect-uri.ts";

describe("matchesRedirectUri", () => {
  it.each([
    ["https://app.example.com/callback", "https://app.example.com/callback"],
    ["https://*.example.com/callback", "https://pr-17.example.com/callback"],
    ["https://*.example.com/callback", "https://pr_17.example.com/callback"],
    ["https://app-*-team.example.com/callback", "https://app-git-main-team.example.com/callback"],
    ["http://localhost:*/callback", "http://localhost:5173/callback"],
    ["http://127.0.0.1:*/callback", "http://127.0.0.1:49152/callback"],
    ["myapp://callback", "myapp://callback"],
  ])("%s lets %s through", (registered, actual) => {
    expect(matchesRedirectUri(registered, actual)).toBe(true);
    expect(redirectUriDifferences(registered, actual)).toEqual([]);
  });

  it.each([
    ["https://app.example.com/callback", "https://app.example.com/callback/"],
    ["https://app.example.com/callback", "https://App.example.com/callback"],
    ["https://app.example.com/callback", "https://app.example.com:443/callback"],
    ["https://*.example.com/callback", "https://a.b.example.com/callback"],
    ["https://*.example.com/callback", "https://.example.com/callback"],
    ["https://*.example.com/callback", "https://example.com/callback"],
    ["https://*.example.com/callback", "https://*.example.com/callback"],
    ["https://*.example.com/callback", "https://x.example.com/other"],
    ["https://*.example.com/callback", "https://evil.com/x.example.com/callback"],
    ["https://*.example.com/callback", "https://evil.com#.example.com/callback"],
    ["https://*.example.com/callback", "https://me@x.example.com/callback"],
    ["http://localhost:*/callback", "http://localhost/callback"],
    ["http://localhost:*/callback", "http://localhost:99999/callback"],
    ["http://localhost:*/callback", "http://127.0.0.1:3000/callback"],
    ["https://app.example.com:*/callback", "https://app.example.com:8443/callback"],
    ["https://sub.*.example.com/callback", "https://sub.a.example.com/callback"],
    ["https://app.example.com/*", "https://app.example.com/callback"],
  ])("%s does not let %s through", (registered, actual) => {
    expect(matchesRedirectUri(registered, actual)).toBe(false);
    expect(redirectUriDifferences(registered, actual)).not.toEqual([]);
  });

  it("agrees with a naive oracle that tries every label", () => {
    const label = fc.stringMatching(/^[a-z0-9_-]{1,6}$/);
    const affix = fc.stringMatching(/^[a-z0-9-]{0,3}$/);
    const separator = fc.constantFrom("", "", "", ".", "/", ":", "%");
    fc.assert(
      fc.property(label, affix, affix, separator, label, (inner, prefix, suffix, cut, tail) => {
        const registered = `https://${prefix}*${suffix}.example.com/cb`;
        const host = `${prefix}${inner}${cut}${cut === "" ? "" : tail}${suffix}`;
        const covered = host.slice(prefix.length, host.length - suffix.length);
        const oracle = covered
          .split("")
          .every((character) =>
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".includes(character),
          );
        expect(matchesRedirectUri(registered, `https://${host}.example.com/cb`)).toBe(oracle);
      }),
    );
  });

  it("is equality where there is no wildcard", () => {
    const uri = fc.oneof(fc.webUrl(), fc.string()).filter((text) => !text.includes("*"));
    fc.assert(
      fc.property(uri, uri, (a, b) => {
        expect(matchesRedirectUri(a, b)).toBe(a === b);
        expect(matchesRedirectUri(a, a)).toBe(true);
      }),
    );
  });
});

describe("redirectUriDifferences", () => {
  it.each([
    ["https://app.example.com/callback", "http://app.example.com/callback", ["scheme"]],
    ["http://localhost:3000/callback", "http://127.0.0.1:3000/callback", ["loopback-name"]],
    ["http://localhost:3000/callback", "http://localhost:3001/callback", ["port"]],
    ["https://example.com/callback", "https://www.example.com/callback", ["www"]],
    ["https://example.com/callback", "https://example.org/callback", ["host"]],
    ["https://example.com/callback", "https://example.com/callback/", ["trailing-slash"]],
    ["https://example.com", "https://example.com/", ["trailing-slash"]],
    ["https://example.com/callback", "https://example.com/auth/callback", ["path"]],
    ["https://example.com/callback", "https://example.com/Callback", ["letter-case"]],
    ["https://example.com/callback", "https://example.com/callback?x=1", ["query"]],
    ["https://example.com/callback", "https://example.com:443/callback", ["other"]],
    ["https://*.example.com/callback", "https://pr-7.example.com/login", ["path"]],
    ["http://localhost:*/callback", "http://localhost:5173/login", ["path"]],
    [
      "https://app.example.com/callback",
      "http://localhost:3000/auth/callback",
      ["scheme", "host", "port", "path"],
    ],
    ["nonsense", "https://example.com/callback", ["other"]],
  ])("%s and %s differ in %j", (registered, actual, differences) => {
    expect(redirectUriDifferences(registered, actual)).toEqual(differences);
  });

  it("is empty exactly where it matches", () => {
    const uri = fc.constantFrom(
      "https://*.example.com/callback",
      "https://a.example.com/callback",
      "https://a.example.com:443/callback",
      "http://localhost:*/callback",
      "http://localhost:3000/callback",
      "myapp://callback",
      "",
    );
    fc.assert(
      fc.property(uri, uri, (a, b) => {
        expect(redirectUriDifferences(a, b).length === 0).toBe(matchesRedirectUri(a, b));
      }),
    );
  });
});

describe("nearestRedirectUris", () => {
  const registered = [
    "https://app.example.com/callback",
    "http://localhost:3000/callback",
    "https://*.preview.example.com/callback",
  ];

  it("is empty when one matches", () => {
    expect(nearestRedirectUris(registered, "https://pr-3.preview.example.com/callback")).toEqual([]);
  });

  it("finds the registration that was meant", () => {
    expect(nearestRedirectUris(registered, "http://localhost:3001/callback")).toEqual([
      { registered: "http://localhost:3000/callback", differences: ["port"] },
    ]);
  });

  it("is empty when nothing is registered", () => {
    expect(nearestRedirectUris([], "http://localhost:3001/callback")).toEqual([]);
  });
});
