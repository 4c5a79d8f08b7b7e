import { expect, it } from "vitest";
import { refuseLiveKeys, refuseProduction } from "./refusals.ts";

it("refuses production", () => {
  expect(() => refuseProduction({ NODE_ENV: "production" })).toThrow(/^NODE_ENV is production/);
  for (const NODE_ENV of ["development", "test", undefined])
    expect(() => refuseProduction({ NODE_ENV })).not.toThrow();
});

it("refuses live keys, by name and never by value", () => {
  const variables = {
    A: "sk_live_abcdef0123456789",
    B: "Bearer sk_live_abcdef0123456789",
    C: "sk_test_1",
    D: undefined,
  };
  expect(() => refuseLiveKeys(variables, "of your shell")).toThrow(
    "A, B of your shell hold live keys (sk_live_…), which must not get into development. Unset them, or give a key of a sandbox.",
  );
  expect(() => refuseLiveKeys({ C: "sk_test_1" }, "of your shell")).not.toThrow();
});
