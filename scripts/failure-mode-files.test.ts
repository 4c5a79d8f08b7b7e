import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import catalogue from "../packages/doctor/src/failure-modes/catalogue.json" with { type: "json" };
import { failureModeFiles, identifierOf } from "./failure-mode-files.ts";

describe("the files of failure modes", () => {
  it("are those of the catalogue, along the chain", () => {
    const files = failureModeFiles(fileURLToPath(new URL("..", import.meta.url)));
    const known = new Set(catalogue.map(({ step, id }) => `${step}/${id}`));
    expect(files.filter(({ step, id }) => !known.has(`${step}/${id}`))).toEqual([]);
    expect(files[0]?.step).toBe("setup");
  });

  it("have ids that become identifiers", () => {
    expect(identifierOf("signout-by-prefetch")).toBe("signoutByPrefetch");
    expect(identifierOf("workos-429")).toBe("workos429");
  });
});
