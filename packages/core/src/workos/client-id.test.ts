import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readClientId } from "./client-id.ts";

const CROCKFORD = [..."0123456789ABCDEFGHJKMNPQRSTVWXYZ"];
const ulid = fc
  .tuple(
    fc.constantFrom("01H", "01J", "01K"),
    fc.array(fc.constantFrom(...CROCKFORD), { minLength: 23, maxLength: 23 }),
  )
  .map(([time, rest]) => time + rest.join(""));

describe("readClientId", () => {
  it.each([
    "client_01JA2B3C4D5E6F7G8H9JKMNPQR",
    "client_01KG3SB3M5JDT0GH47EFVN0Y70",
    "client_01HXXX0000KJMNPRQSVTXWZY9A",
  ])("takes %s as real", (clientId) => {
    expect(readClientId(clientId)).toEqual({ kind: "well-formed", clientId });
  });

  it("never calls a ULID anything but well-formed", () => {
    fc.assert(
      fc.property(ulid, (id) => {
        expect(readClientId(`client_${id}`).kind).toBe("well-formed");
      }),
    );
  });

  it.each([
    "client_01XXXXXXXXXXXXXXXXXXXXXXXX",
    "client_01XXXX",
    "client_01XXX",
    "client_01HXXXXXXX",
    "client_xxx",
    "client_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "client_01...",
    "client_01ABC…",
    "client_...",
    "client_",
    "client_123",
    "client_123456789",
    "client_01ABCDEFGHJKMNPQRSTVWXYZ01",
    "client_abc123",
    "client_***",
    "client_id_here",
    "client_your_client_id_here",
    "client_YOUR_ACTUAL_CLIENT_ID",
    "client_your_authkit_client_id",
    "your_client_id",
    "your_workos_client_id",
    "YOUR_WORKOS_CLIENT_ID",
    "<your Client ID>",
    "<your-workos-client-id>",
    "client_<id>",
    "[From 1Password/Vault]",
    "client_id",
    "workos_client_id",
    "WORKOS_CLIENT_ID",
    "replace-me",
    "changeme",
    "TODO",
    '"client_01XXXXXXXXXXXXXXXXXXXXXXXX"',
  ])("sees that %s was never filled in", (text) => {
    expect(readClientId(text).kind).toBe("placeholder");
  });

  it.each(["client_test", "client_emulated", "client_emulator_default", "client_mock_1", "client_local"])(
    "knows %s as made up for tests, which is no mistake",
    (text) => {
      expect(readClientId(text)).toEqual({ kind: "mock", clientId: text });
    },
  );

  it.each(["client_9f8e7d6c5b4a", "client_prod", "client_01h2x3y4z5"])("says nothing against %s", (text) => {
    expect(readClientId(text)).toEqual({ kind: "unusual", clientId: text });
  });

  it.each([
    ['"client_01JA2B3C4D5E6F7G8H9JKMNPQR"', "blemished"],
    ["client_01JA2B3C4D5E6F7G8H9JKMNPQR\n", "blemished"],
    ["", "empty"],
    ['""', "empty"],
    ["undefined", "undefined-text"],
    ["${authEnv.WORKOS_CLIENT_ID}", "expression"],
    ["$WORKOS_CLIENT_ID", "expression"],
    ["sk_test_a2V5XzAxSkEyQjNDNEQ1RTZGN0c4SDlKS00", "api-key"],
    ["project_01EK2F4M3SBRQ8XW6ZRZ2G0V1D", "other"],
    ["dev-tenant-7", "other"],
  ])("%j is %s", (text, kind) => {
    expect(readClientId(text).kind).toBe(kind);
  });

  it("never throws, on a megabyte neither", () => {
    fc.assert(fc.property(fc.string(), (text) => void readClientId(text)));
    for (const unit of ["your_", "<", "client_", "a-", '"']) {
      expect(readClientId(unit.repeat(1_000_000 / unit.length)).kind).toBeTypeOf("string");
    }
  });
});
