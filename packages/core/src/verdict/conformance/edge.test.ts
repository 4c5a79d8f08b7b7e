import { EdgeVM } from "@edge-runtime/vm";
import { expect, test } from "vitest";
import { bundleCore, caseLines } from "./bundle-core.ts";

test("all cases agree in an edge runtime", async () => {
  const runtime = new EdgeVM({ initialCode: await bundleCore() });
  runtime.context.lines = caseLines();
  const [count, found] = await runtime.evaluate<Promise<[number, string[]]>>(`(async () => {
    const cases = core.readCases(lines);
    return [cases.length, await core.disagreements(cases, core.judge)];
  })()`);
  expect(count).toBe(139);
  expect([...found]).toEqual([]);
});

test("so do redaction, identity and validation: they need nothing of Node", async () => {
  const runtime = new EdgeVM({ initialCode: await bundleCore() });
  const results = runtime.evaluate<unknown>(`JSON.stringify([
    typeof process === "undefined" || process.versions === undefined,
    core.redact("WORKOS_COOKIE_PASSWORD=abc"),
    String(new core.Secret("sk_test_abcdefghijklmnopqrstuvwxyz")),
    core.identityFromClaims({ iss: "i", sub: "s", act: { sub: "a" } }).identity,
    core.validateAuthConfig({ providers: [] }).remarks.length,
  ])`);
  expect(JSON.parse(String(results))).toEqual([
    true,
    "WORKOS_COOKIE_PASSWORD=[redacted]",
    "sk_test_…wxyz",
    { tokenIdentifier: "i|s", issuer: "i", subject: "s", "act.sub": "a" },
    1,
  ]);
});
