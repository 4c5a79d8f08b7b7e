import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedIssuers, isSharedIssuer, normalizeIssuer, readIssuer } from "./issuer-forms.ts";

const CLIENT_ID = "client_01JA2B3C4D5E6F7G8H9JKMNPQR";

describe("normalizeIssuer", () => {
  it.each([
    ["https://api.workos.com/", "https://api.workos.com"],
    ["https://api.workos.com//", "https://api.workos.com"],
    ["api.workos.com", "https://api.workos.com"],
    ["http://localhost:4100/", "http://localhost:4100"],
    ["https://API.workos.com", "https://API.workos.com"],
    ["", "https:"],
  ])("%s → %s", (issuer, normalized) => {
    expect(normalizeIssuer(issuer)).toBe(normalized);
  });

  it("changes nothing a second time, unless nothing but slashes was left", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
        const once = normalizeIssuer(url);
        expect(normalizeIssuer(once)).toBe(once);
      }),
    );
  });
});

describe("readIssuer", () => {
  it.each([
    [`https://api.workos.com/user_management/${CLIENT_ID}`, "user-management", CLIENT_ID],
    [`https://api.workos.com/user_management/${CLIENT_ID}/`, "user-management", CLIENT_ID],
    ["https://api.workos.com", "api-origin", null],
    ["https://api.workos.com/", "api-origin", null],
    ["https://api.workos.com//", "api-origin", null],
    ["api.workos.com", "api-origin", null],
    [`https://api.workos.com/sso/${CLIENT_ID}`, "sso", CLIENT_ID],
    [`https://api.workos.com/convex/${CLIENT_ID}`, "convex", CLIENT_ID],
    ["https://quiet-river-12.authkit.app", "authkit-domain", null],
    ["https://api.workos.com/authkit", "unknown-api-path", null],
    ["https://accounts.google.com", "elsewhere", null],
    ["https://appleid.apple.com", "elsewhere", null],
    ["https://happy-animal-123.convex.site", "elsewhere", null],
    ["https://auth.example.com", "elsewhere", null],
    ["https://idp.example.com/sso/tenant-1", "elsewhere", null],
    ["", "elsewhere", null],
  ])("%s is %s", (issuer, form, clientId) => {
    expect(readIssuer(issuer)).toMatchObject({ form, clientId, customHost: false, exact: true });
  });

  it("recognises a custom authentication API domain by the path with the client id", () => {
    const reading = readIssuer(`https://auth.example.com/user_management/${CLIENT_ID}`);
    expect(reading).toMatchObject({
      form: "user-management",
      host: "auth.example.com",
      customHost: true,
      exact: true,
    });
    expect(readIssuer(`https://auth.example.com/sso/${CLIENT_ID}`)).toMatchObject({
      form: "sso",
      customHost: true,
    });
  });

  it("recognises the bare origin of a custom domain only when told of it", () => {
    expect(readIssuer("https://auth.example.com", { apiHosts: ["auth.example.com"] })).toMatchObject({
      form: "api-origin",
      customHost: true,
    });
  });

  it("recognises an emulator on this machine, over http", () => {
    const reading = readIssuer("http://localhost:4100/user_management/client_emulated");
    expect(reading).toMatchObject({
      form: "user-management",
      host: "localhost:4100",
      customHost: true,
      exact: true,
    });
  });

  it.each([
    `http://api.workos.com/user_management/${CLIENT_ID}`,
    `https://API.workos.com/user_management/${CLIENT_ID}`,
    `https://api.workos.com//user_management/${CLIENT_ID}`,
    `"https://api.workos.com/user_management/${CLIENT_ID}"`,
    ` https://api.workos.com/user_management/${CLIENT_ID}`,
  ])("says that %s looks right and matches no token", (issuer) => {
    expect(readIssuer(issuer)).toMatchObject({ form: "user-management", clientId: CLIENT_ID, exact: false });
  });

  it("shows an empty and an undefined client id", () => {
    expect(readIssuer("https://api.workos.com/user_management/")).toMatchObject({
      form: "user-management",
      clientId: null,
    });
    expect(readIssuer("https://api.workos.com/user_management/undefined").clientId).toBe("undefined");
  });

  it("reads every expected issuer as what it is", () => {
    fc.assert(
      fc.property(fc.constantFrom(undefined, "auth.example.com"), fc.nat({ max: 3 }), (apiHost, slashes) => {
        const expected = expectedIssuers(CLIENT_ID, apiHost);
        const options = apiHost === undefined ? {} : { apiHosts: [apiHost] };
        const form = (issuer: string) => readIssuer(issuer + "/".repeat(slashes), options).form;
        expect(form(expected.userManagement)).toBe("user-management");
        expect(form(expected.apiOrigin)).toBe("api-origin");
        expect(form(expected.sso)).toBe("sso");
        expect(form(expected.convex)).toBe("convex");
      }),
    );
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void readIssuer(text)));
  });
});

describe("isSharedIssuer", () => {
  it("sees through slashes and a missing scheme, which Convex's own guard does not", () => {
    for (const issuer of ["https://api.workos.com", "https://api.workos.com//", "api.workos.com/"]) {
      expect(isSharedIssuer(issuer)).toBe(true);
    }
  });

  it("is false for issuers that belong to one client", () => {
    expect(isSharedIssuer(`https://api.workos.com/user_management/${CLIENT_ID}`)).toBe(false);
    expect(isSharedIssuer("https://auth.example.com")).toBe(false);
  });
});
