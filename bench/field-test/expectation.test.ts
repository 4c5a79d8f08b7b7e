import { describe, expect, it } from "vitest";
import catalogue from "../../packages/doctor/src/failure-modes/catalogue.json" with { type: "json" };
import { expectedRepositories } from "./expectation.ts";

describe("the table of the field test", () => {
  const repositories = expectedRepositories();

  it("holds sixteen repositories at full commits", () => {
    expect(new Set(repositories.map(({ repository }) => repository)).size).toBe(16);
    for (const { commit } of repositories) expect(commit).toMatch(/^[0-9a-f]{40}$/);
  });

  it.each(repositories.map((one) => [one.repository, one] as const))("is consistent about %s", (_, one) => {
    const { must, may, silent } = one.findings;
    const severities = new Map<string, string>(catalogue.map(({ id, severity }) => [id, severity]));
    const rank = ["note", "warning", "error"];
    for (const { id, severity } of [...must, ...may]) {
      const highest = severities.get(id);
      expect(highest, `${id} is a failure mode`).toBeDefined();
      for (const it of [severity].flat()) {
        expect(rank.indexOf(it), `${id} is never above ${highest}`).toBeLessThanOrEqual(
          rank.indexOf(highest ?? ""),
        );
      }
    }
    for (const id of Object.keys(silent)) expect(severities.has(id), `${id} is a failure mode`).toBe(true);
    const backends = one.backends.map(({ functionsDir }) => functionsDir);
    for (const { backend } of one.apps) expect([...backends, null]).toContain(backend);
  });
});
