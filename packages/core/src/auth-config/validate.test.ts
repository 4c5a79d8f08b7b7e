import { describe, expect, test } from "vitest";
import { unknown } from "./unknown.ts";
import { validateAuthConfig } from "./validate.ts";

const shared = {
  type: "customJwt",
  issuer: "https://api.workos.com/",
  algorithm: "RS256",
  applicationID: "client_01TEST",
  jwks: "https://api.workos.com/sso/jwks/client_01TEST",
};
const own = {
  type: "customJwt",
  issuer: "https://api.workos.com/user_management/client_01TEST",
  algorithm: "RS256",
  jwks: "https://api.workos.com/sso/jwks/client_01TEST",
};

function without(provider: object, key: string): object {
  return Object.fromEntries(Object.entries(provider).filter(([name]) => name !== key));
}

function firstError(...providers: unknown[]) {
  const [error] = validateAuthConfig({ providers }).errors;
  return error === undefined
    ? null
    : { message: error.message, provider: error.provider, field: error.field, cause: error.cause };
}

const SHAPE = "auth config file must include a list of provider credentials: ";
const NO_VARIANT = `${SHAPE}data did not match any variant of untagged enum SerializedAuthInfo`;

describe("right configs are accepted without a remark", () => {
  test.each([
    ["the two providers of the documentation", [shared, own]],
    ["the user_management provider alone", [own]],
    ["an OIDC provider", [{ domain: "https://x.convex.site", applicationID: "convex" }]],
    ["an OIDC provider with its type", [{ type: "oidc", domain: "https://x.com", applicationID: "a" }]],
    ["keys inside the config", [{ ...own, jwks: "data:application/json,%7B%22keys%22%3A%5B%5D%7D" }]],
    ["an issuer without a scheme", [{ ...own, issuer: "auth.example.com" }]],
    [
      "an emulator on this machine",
      [{ ...own, issuer: "http://localhost:4100", jwks: "http://localhost:4100/j" }],
    ],
    ["fields that are undefined", [{ ...own, applicationID: undefined }]],
    ["ES256", [{ ...own, algorithm: "ES256" }]],
  ])("%s", (_what, providers) => {
    const { errors, remarks } = validateAuthConfig({ providers });
    expect({ errors, remarks }).toEqual({ errors: [], remarks: [] });
  });
});

describe("the default export as a whole", () => {
  test.each([
    [
      undefined,
      "auth config file is missing default export. To learn more, see the auth documentation at https://docs.convex.dev/auth.",
    ],
    [
      null,
      "auth config file is missing default export. To learn more, see the auth documentation at https://docs.convex.dev/auth.",
    ],
    [
      () => ({}),
      "auth config file can only contain strings To learn more, see the auth documentation at https://docs.convex.dev/auth.",
    ],
    [
      { providers: [1n] },
      "auth config file can only contain strings To learn more, see the auth documentation at https://docs.convex.dev/auth.",
    ],
    [{}, `${SHAPE}missing field \`providers\``],
    [{ providers: null }, `${SHAPE}invalid type: null, expected a sequence`],
    [{ providers: "x" }, `${SHAPE}invalid type: string "x", expected a sequence`],
    [{ providers: {} }, `${SHAPE}invalid type: map, expected a sequence`],
    [[own], `${SHAPE}invalid type: map, expected a sequence`],
  ])("%#", (config, message) => {
    const [error] = validateAuthConfig(config).errors;
    expect(error?.message).toBe(message);
    expect(error?.pushMessage).toBe(`The pushed auth config is invalid: ${message}`);
    expect(error?.code).toBe("InvalidAuthConfig");
    expect(error?.provider).toBeNull();
  });
});

describe("mistakes for which Convex has words", () => {
  test.each([
    [
      { ...own, applicationId: "a" },
      `${SHAPE}Provider at index 0 must have applicationID property spelled lowercase 'application', capital I, capital D.`,
      "applicationId",
      "application-id-miscased",
    ],
    [
      { ...own, applicationid: "a" },
      `${SHAPE}Provider at index 0 must have applicationID property spelled lowercase 'application', capital I, capital D.`,
      "applicationid",
      "application-id-miscased",
    ],
    [
      { ...own, type: "customJWT" },
      `${SHAPE}Provider at index 0 has unexpected 'type' value 'customJWT'`,
      "type",
      "provider-type-unexpected",
    ],
    [
      { ...own, domain: "x.com" },
      `${SHAPE}Provider at index 0 is a customJwt so cannot have a 'domain' specified`,
      "domain",
      "domain-on-custom-jwt",
    ],
    [
      { type: "oidc", issuer: "https://x.com", applicationID: "a" },
      `${SHAPE}Provider at index 0 is oidc so cannot have an 'issuer' specified.`,
      "issuer",
      "issuer-on-oidc",
    ],
    [
      without(own, "type"),
      `${SHAPE}Provider at index 0 is oidc so cannot have an 'issuer' specified.`,
      "type",
      "issuer-on-oidc",
    ],
    [
      without(shared, "applicationID"),
      "This auth configuration appears potentially insecure: Provider at index 0 has an issuer that is shared among many applications, so must to specify an ApplicationID to check against an `aud` field of a JWT.",
      "applicationID",
      "shared-issuer-without-application-id",
    ],
    [
      { ...without(shared, "applicationID"), issuer: "https://api.workos.com", applicationID: undefined },
      "This auth configuration appears potentially insecure: Provider at index 0 has an issuer that is shared among many applications, so must to specify an ApplicationID to check against an `aud` field of a JWT.",
      "applicationID",
      "shared-issuer-without-application-id",
    ],
  ])("%#", (provider, message, field, cause) => {
    expect(firstError(provider)).toEqual({ message, provider: 0, field, cause });
  });
});

describe("wrong shapes, for which Convex has one sentence that names no field", () => {
  test.each([
    [without(own, "issuer"), "issuer", "provider-field-missing"],
    [without(own, "jwks"), "jwks", "provider-field-missing"],
    [without(own, "algorithm"), "algorithm", "provider-field-missing"],
    [{ ...own, issuer: undefined }, "issuer", "provider-field-missing"],
    [{ ...own, algorithm: "EdDSA" }, "algorithm", "algorithm-unsupported"],
    [{ ...own, algorithm: ["RS256"] }, "algorithm", "provider-field-wrong-type"],
    [{ ...own, applicationID: 5 }, "applicationID", "provider-field-wrong-type"],
    [{ ...own, jwks: null }, "jwks", "provider-field-wrong-type"],
    [{ domain: "https://x.com" }, "applicationID", "provider-field-missing"],
    [{ domain: "https://x.com", applicationID: null }, "applicationID", "provider-field-wrong-type"],
    [{ applicationID: "a" }, "domain", "provider-field-missing"],
    ["https://x.com", null, "provider-not-an-object"],
    [null, null, "provider-not-an-object"],
  ])("%#", (provider, field, cause) => {
    expect(firstError(own, provider)).toEqual({ message: NO_VARIANT, provider: 1, field, cause });
  });
});

describe("issuers that are no URL", () => {
  test.each([
    ['"https://x.com"', 'starts with a double quote (")'],
    ["file://example.com", "scheme should be http or https"],
    ["foobar123", "Does not look like a URL (must have a scheme or end with a top-level domain)"],
    ["idont.looklikeadomain", "Does not look like a URL (must have a scheme or end with a top-level domain)"],
    ["127.0.0.1", "Does not look like a URL (must have a scheme or end with a top-level domain)"],
    ["", "empty host"],
    ["https://", "empty host"],
    ["https://x.com:99999", "invalid port number"],
    ["urn:whatever", "invalid port number"],
    ["https://[::1", "invalid IPv6 address"],
    ["https://1.2.3.4.5", "invalid IPv4 address"],
    ["https://a b.com", "invalid international domain name"],
  ])("%j: %s", (issuer, why) => {
    expect(firstError({ ...own, issuer })).toEqual({
      message: `Invalid provider domain URL "${issuer}": ${why}`,
      provider: 0,
      field: "issuer",
      cause: "issuer-not-a-url",
    });
    expect(firstError({ domain: issuer, applicationID: "a" })?.field).toBe("domain");
  });

  test.each([
    "example.com",
    "localhost",
    "http://localhost:3211",
    "http://127.0.0.1:3211",
    "x.münchen.de",
    "a.ORG",
  ])("%s is one", (issuer) => {
    expect(firstError({ ...own, issuer })).toBeNull();
  });
});

test("Convex looks for confusions in all providers before it checks any shape, and for shapes before URLs", () => {
  const { errors } = validateAuthConfig({
    providers: [{ ...own, issuer: "foobar" }, without(own, "jwks"), { ...own, applicationId: "a" }, own],
  });
  expect(errors.map(({ provider }) => provider)).toEqual([2, 1, 0]);
});

describe("remarks about what Convex accepts", () => {
  const remarks = (...providers: unknown[]) =>
    validateAuthConfig({ providers }).remarks.map(({ kind, provider, field }) => [kind, provider, field]);

  test.each([
    ["applicationID null", { ...shared, applicationID: null }],
    ["no scheme", { ...without(shared, "applicationID"), issuer: "api.workos.com" }],
    ["two slashes", { ...without(shared, "applicationID"), issuer: "https://api.workos.com//" }],
    ["Google", { ...without(shared, "applicationID"), issuer: "https://accounts.google.com" }],
  ])("a shared issuer that slips past Convex's guard: %s", (_how, provider) => {
    expect(validateAuthConfig({ providers: [provider] }).errors).toEqual([]);
    expect(remarks(provider)).toEqual([["shared-issuer-unguarded", 0, "applicationID"]]);
  });

  test("no providers", () => {
    expect(remarks()).toEqual([["providers-empty", null, "providers"]]);
  });

  test("an empty applicationID counts as set", () => {
    expect(remarks({ ...own, applicationID: "" })).toEqual([["application-id-empty", 0, "applicationID"]]);
  });

  test("the same provider twice, and a twin that is never reached", () => {
    expect(remarks(own, own)).toEqual([["provider-repeated", 1, null]]);
    expect(remarks({ ...own, applicationID: "client_01TEST" }, own)).toEqual([
      ["provider-shadowed", 0, "applicationID"],
    ]);
  });

  test("jwks is not looked at before the first token", () => {
    expect(remarks({ ...own, jwks: "/sso/jwks" })).toEqual([["jwks-not-a-url", 0, "jwks"]]);
    expect(remarks({ ...own, jwks: "http://keys.example.com/" })).toEqual([["jwks-over-http", 0, "jwks"]]);
  });

  test("quotes, white space and undefined inside values", () => {
    expect(remarks({ ...shared, applicationID: '"client_01TEST"' })).toEqual([
      ["value-with-quotes-or-space", 0, "applicationID"],
    ]);
    expect(remarks({ ...shared, applicationID: "client_01TEST\n" })).toEqual([
      ["value-with-quotes-or-space", 0, "applicationID"],
    ]);
    expect(remarks({ ...own, issuer: "https://api.workos.com/user_management/undefined" })).toEqual([
      ["value-holds-undefined", 0, "issuer"],
    ]);
  });

  test("properties that Convex does not know", () => {
    expect(remarks({ ...own, audience: "x" })).toEqual([["property-ignored", 0, "audience"]]);
  });
});

describe("unknown values are never an error", () => {
  const why = unknown("it comes from another module");

  test.each([
    [why],
    [{ providers: why }],
    [{ providers: [why, own] }],
    [{ providers: [{ ...own, issuer: why, jwks: why, algorithm: why, applicationID: why }] }],
    [{ providers: [{ ...own, type: why }] }],
    [{ providers: [{ domain: why, applicationID: why }] }],
  ])("%j", (config) => {
    expect(validateAuthConfig(config)).toMatchObject({ errors: [], remarks: [] });
  });

  test("beside them known faults are still found", () => {
    expect(firstError({ ...own, issuer: why, algorithm: "HS256" })?.field).toBe("algorithm");
    expect(firstError(why, { ...own, applicationId: "a" })?.provider).toBe(1);
  });
});
