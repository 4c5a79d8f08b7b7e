import { describe, expect, it } from "vitest";
import { fixtureProject } from "../testing/fixture-project.ts";
import { readConvexJson } from "./convex-json.ts";

const read = (text: string): ReturnType<typeof readConvexJson> =>
  readConvexJson(fixtureProject({ "convex.json": text }).root);

describe("convex.json", () => {
  it("has standard values where it says nothing, or is not there", () => {
    const standard = { functions: "convex", externalPackages: [] };
    expect(readConvexJson(fixtureProject({}).root)).toEqual(standard);
    expect(read("{}")).toEqual(standard);
    expect(read(`{ "functions": 5, "node": null }`)).toEqual(standard);
  });

  it("names the functions folder and the packages that are not bundled", () => {
    expect(read(`{ "functions": "src/convex/", "node": { "externalPackages": ["a", 5] } }`)).toEqual({
      functions: "src/convex/",
      externalPackages: ["a"],
    });
  });

  it("that is none gives a sentence with its place", () => {
    expect(() => read(`{ "functions": `)).toThrow(/convex\.json is no JSON: /);
    expect(() => read("[]")).toThrow(/convex\.json must hold an object\./);
  });
});
