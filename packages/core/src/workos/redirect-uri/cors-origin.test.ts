import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeCorsOrigin, originOf } from "./cors-origin.ts";

describe("judgeCorsOrigin", () => {
  it.each([
    "https://app.example.com",
    "http://localhost:5173",
    "http://127.0.0.1:3000",
    "http://[::1]:3000",
    "https://app.example.com:8443",
    "https://my-app-git-main-team.vercel.app",
  ])("has nothing against %s", (origin) => {
    expect(judgeCorsOrigin(origin)).toEqual([]);
  });

  it.each([
    ["https://app.example.com/callback", "path-in-origin", "certain"],
    ["https://app.example.com?x=1", "path-in-origin", "certain"],
    ["https://app.example.com/", "trailing-slash-in-origin", "likely"],
    ["https://app.example.com:443", "unlike-browser-origin", "likely"],
    ["https://App.example.com", "unlike-browser-origin", "likely"],
    ["https://*.example.com", "wildcard-not-allowed", "likely"],
    ["*", "wildcard-not-allowed", "likely"],
    ["app.example.com", "not-absolute", "certain"],
    ["localhost:5173", "not-absolute", "certain"],
    ["myapp://callback", "not-a-web-address", "certain"],
    ["https://${buildEnv.VERCEL_BRANCH_URL}", "unfilled", "certain"],
    ["https://undefined", "unfilled", "certain"],
  ])("%s: %s, %s", (origin, code, certainty) => {
    expect(judgeCorsOrigin(origin)).toMatchObject([{ code, certainty }]);
  });
});

describe("originOf", () => {
  it.each([
    ["http://localhost:3000/callback", "http://localhost:3000"],
    ["https://App.Example.com:443/callback?x#y", "https://app.example.com"],
    ["http://app.example.com:80", "http://app.example.com"],
  ])("%s → %s", (address, origin) => {
    expect(originOf(address)).toBe(origin);
  });

  it.each([
    "/callback",
    "myapp://callback",
    "https://*.example.com/callback",
    "http://localhost:*/callback",
    "",
  ])("%j has none", (address) => {
    expect(originOf(address)).toBeNull();
  });

  it("agrees with the browser's URL, and judges its own answers right", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        fc.pre(!url.includes("*") && !/["'`]$/.test(url));
        const origin = originOf(url);
        expect(origin).toBe(new URL(url).origin);
        expect(judgeCorsOrigin(origin ?? "")).toEqual([]);
      }),
    );
  });
});
