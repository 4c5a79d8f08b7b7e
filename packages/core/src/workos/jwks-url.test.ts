import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedJwksUrl, readJwksUrl } from "./jwks-url.ts";

const CLIENT_ID = "client_01JA2B3C4D5E6F7G8H9JKMNPQR";

describe("readJwksUrl", () => {
  it("reads the URL that it builds", () => {
    expect(readJwksUrl(expectedJwksUrl(CLIENT_ID))).toEqual({
      form: "workos",
      host: "api.workos.com",
      clientId: CLIENT_ID,
      customHost: false,
      exact: true,
    });
    expect(readJwksUrl(expectedJwksUrl(CLIENT_ID, "auth.example.com"))).toMatchObject({
      form: "workos",
      clientId: CLIENT_ID,
      customHost: true,
      exact: true,
    });
  });

  it.each([
    ["https://quiet-river-12.authkit.app/oauth2/jwks", "authkit-oauth2"],
    ["https://login.example.com/oauth2/jwks", "authkit-oauth2"],
    ["data:application/json;base64,eyJrZXlzIjpbXX0=", "data"],
    ["data:text/plain;charset=utf-8;base64,eyJrZXlzIjpbXX0=", "data"],
    ["https://www.googleapis.com/oauth2/v3/certs", "elsewhere"],
    ["https://happy-animal-123.convex.site/jwks", "elsewhere"],
    ["https://app.example.com/sso/jwks", "elsewhere"],
    ["http://localhost:4100/sso/jwks/client_emulated", "workos"],
    ["http://workos:4100/sso/jwks/client_emulated", "workos"],
  ])("%s is right in its way: %s", (url, form) => {
    expect(readJwksUrl(url)).toMatchObject({ form, exact: true });
  });

  it.each([
    "https://api.workos.com/oauth2/jwks",
    "https://api.workos.com/sso/jwks/",
    "https://api.workos.com/sso/jwks",
    `https://api.workos.com/user_management/jwks/${CLIENT_ID}`,
    `https://api.workos.com/sso/${CLIENT_ID}/jwks`,
    "https://api.workos.com/.well-known/jwks.json",
    "https://api.workos.com",
  ])("%s is not where the keys are", (url) => {
    expect(readJwksUrl(url)).toMatchObject({ form: "wrong-workos-path", clientId: null });
  });

  it("shows an undefined client id", () => {
    expect(readJwksUrl("https://api.workos.com/sso/jwks/undefined")).toMatchObject({
      form: "workos",
      clientId: "undefined",
    });
  });

  it.each([
    `${expectedJwksUrl(CLIENT_ID)}/`,
    `https://api.workos.com//sso/jwks/${CLIENT_ID}`,
    `http://api.workos.com/sso/jwks/${CLIENT_ID}`,
    `"${expectedJwksUrl(CLIENT_ID)}"`,
    `${expectedJwksUrl(CLIENT_ID)}\n`,
  ])("recognises %j, and that it is not exact", (url) => {
    expect(readJwksUrl(url)).toMatchObject({ form: "workos", clientId: CLIENT_ID, exact: false });
  });

  it.each(["", "undefined", "api.workos.com/sso/jwks/client_x", "/sso/jwks", "https://", "ftp://x/y"])(
    "%j is no URL that Convex can fetch",
    (url) => {
      expect(readJwksUrl(url).form).toBe("not-a-url");
    },
  );

  it("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void readJwksUrl(text)));
  });
});
