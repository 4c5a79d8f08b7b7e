import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLoopbackAddress, parseWebUri } from "./web-uri.ts";

describe("parseWebUri", () => {
  it("cuts without changing a character", () => {
    expect(parseWebUri("https://me@App.example.com:8443/a/b?x=1#y")).toEqual({
      scheme: "https",
      userInfo: "me",
      host: "App.example.com",
      port: "8443",
      path: "/a/b",
      query: "?x=1",
      fragment: "#y",
    });
  });

  it("reads what URL refuses or rewrites", () => {
    expect(parseWebUri("http://localhost:*/callback")).toMatchObject({ host: "localhost", port: "*" });
    expect(parseWebUri("http://[::1]:5173/callback")).toMatchObject({ host: "[::1]", port: "5173" });
    expect(parseWebUri("http://[::1]/callback")).toMatchObject({ host: "[::1]", port: null });
    expect(parseWebUri("com.example.app:/oauth")).toMatchObject({
      scheme: "com.example.app",
      host: "",
      path: "/oauth",
    });
  });

  it.each(["", "/callback", "localhost:3000/callback", "app.example.com/callback", "://x"])(
    "%j has no scheme",
    (text) => {
      expect(parseWebUri(text)).toBeNull();
    },
  );

  it("can be put together again", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const uri = parseWebUri(url);
        const port = uri?.port === null ? "" : `:${uri?.port}`;
        expect(`${uri?.scheme}://${uri?.host}${port}${uri?.path}${uri?.query}${uri?.fragment}`).toBe(url);
      }),
    );
  });
});

describe("isLoopbackAddress", () => {
  it("knows addresses, not names", () => {
    expect(["127.0.0.1", "127.8.8.8", "[::1]"].every(isLoopbackAddress)).toBe(true);
    expect(["localhost", "10.0.0.1", "127.0.0.1.example.com"].some(isLoopbackAddress)).toBe(false);
  });
});
