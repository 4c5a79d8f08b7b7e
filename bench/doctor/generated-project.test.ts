import { describe, expect, it } from "vitest";
import { parseModule } from "../../packages/doctor/src/source/parse.ts";
import { generateProject } from "./generated-project.ts";

describe("a generated project", () => {
  it("is the same every time", () => {
    expect(generateProject(120, 0.3)).toEqual(generateProject(120, 0.3));
  });

  it.each([
    [400, 0.13],
    [400, 0.5],
  ])("has %i sources, a share of %f of them about auth", (sources, share) => {
    const project = generateProject(sources, share);
    expect(project.sources).toBe(sources);
    expect(project.aboutAuth / sources).toBeCloseTo(share, 1);
    expect(project.bytes / sources).toBeGreaterThan(5_000);
    expect(project.bytes / sources).toBeLessThan(6_500);
  });

  it("consists of files that parse and of imports that lead somewhere", () => {
    const { texts } = generateProject(150, 0.3);
    const unparsable = Object.entries(texts)
      .filter(([path]) => /\.tsx?$/.test(path))
      .flatMap(([path, text]) => (parseModule(path, text).unparsable === null ? [] : [path]));
    expect(unparsable).toEqual([]);
    const places = { "@/": "apps/web/src/", "@notes/": "packages/" };
    const lost = Object.entries(texts).flatMap(([path, text]) =>
      [...text.matchAll(/import \* as \w+ from "([^"]+)"/g)].flatMap(([, specifier = ""]) => {
        const [prefix, folder] = Object.entries(places).find(([it]) => specifier.startsWith(it)) ?? ["", ""];
        const target = folder + specifier.slice(prefix.length);
        return `${target}.ts` in texts || `${target}.tsx` in texts ? [] : [`${path}: ${specifier}`];
      }),
    );
    expect(lost).toEqual([]);
  });
});
