import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readApiKey } from "./api-key.ts";

// The form of a real key: base64 of an id and a random text. These were made up.
const TEST_KEY = "sk_test_a2V5XzAxSkEyQjNDNEQ1RTZGN0c4SDlKS01OUFFSLHFXM2VSNXRZN3VJOW9QMWFTM2RGNWdIN2pL";
const LIVE_KEY = TEST_KEY.replace("test", "live");
const OLD_KEY = TEST_KEY.replace("test_", "");

describe("readApiKey", () => {
  it("tells the environment type from the prefix", () => {
    expect(readApiKey(TEST_KEY)).toEqual({
      kind: "api-key",
      environment: "sandbox",
      sign: null,
      blemished: false,
    });
    expect(readApiKey(LIVE_KEY)).toMatchObject({ kind: "api-key", environment: "production" });
  });

  it("does not guess where the prefix does not say", () => {
    expect(readApiKey(OLD_KEY)).toMatchObject({ kind: "api-key", environment: null });
  });

  it.each([
    ["sk_test_...", "sandbox"],
    ["sk_live_...", "production"],
    ["sk_test_your_api_key_here", "sandbox"],
    ["sk_test_YOUR_ACTUAL_API_KEY", "sandbox"],
    ["sk_test_xxxxxxxxxxxxxxxxxxxxxxxxxxxx", "sandbox"],
    ["sk_test_XXXX", "sandbox"],
    ["sk_test_123", "sandbox"],
    ["sk_test_", "sandbox"],
    ["sk_...", null],
    ["sk_example_123456789", null],
    ["<your Secret Key>", null],
    ["your_workos_api_key", null],
    ["workos_api_key", null],
  ])("%s was never filled in", (text, environment) => {
    expect(readApiKey(text)).toMatchObject({ kind: "placeholder", environment });
  });

  it.each(["sk_test_default", "sk_test_mock", "sk_test"])(
    "%s is not called a placeholder of a real key",
    (text) => {
      expect(["mock", "placeholder"]).toContain(readApiKey(text).kind);
    },
  );

  it.each([
    ["", "empty"],
    ["undefined", "undefined-text"],
    ["${WORKOS_API_KEY}", "expression"],
    ["client_01JA2B3C4D5E6F7G8H9JKMNPQR", "client-id"],
    ["pk_live_9a8b7c", "other"],
  ])("%j is %s", (text, kind) => {
    expect(readApiKey(text).kind).toBe(kind);
  });

  it("sees quotes that a loader kept", () => {
    expect(readApiKey(`"${TEST_KEY}"`)).toMatchObject({
      kind: "api-key",
      environment: "sandbox",
      blemished: true,
    });
  });

  it("never calls a random key a placeholder, and repeats nothing of it", () => {
    const body = fc.array(
      fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
      {
        minLength: 24,
        maxLength: 80,
        size: "max",
      },
    );
    fc.assert(
      fc.property(body, fc.constantFrom("sk_test_", "sk_live_", "sk_"), (characters, prefix) => {
        const random = characters.join("");
        fc.pre(new Set(characters).size > 12);
        const reading = readApiKey(prefix + random);
        expect(reading.kind).toBe("api-key");
        expect(JSON.stringify(reading)).not.toContain(random.slice(0, 6));
      }),
    );
  });
});
