import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { judge } from "../judge.ts";
import { disagreements, readCases } from "./conformance-case.ts";

const cases = readCases(readFileSync(new URL("customjwt-cases.jsonl", import.meta.url), "utf8"));

test("all 139 cases agree with the library behind Convex in step, provider, identity and message", async () => {
  expect(cases).toHaveLength(139);
  expect(await disagreements(cases, judge)).toEqual([]);
});

test("a judge that is wrong is noticed in every case", async () => {
  const wrong = await disagreements(cases, async () => ({
    accepted: null,
    reached: "jwks",
    missing: [],
    provider: null,
    providers: [],
    ambiguous: [],
  }));
  expect(wrong).toHaveLength(139);
});

test("every case is decided alike when the keys come from a data URL in the config, and from a resolver", async () => {
  const through = (input: (jwks: string) => Partial<Parameters<typeof judge>[1]>) =>
    disagreements(cases, (token, { config, jwks, now }) =>
      judge(token, { config, now, ...input(jwks as string) }),
    );
  expect(
    await through((body) => ({
      jwks: async () => ({ status: 200, contentType: "application/json", body }),
    })),
  ).toEqual([]);
});
