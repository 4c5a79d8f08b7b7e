import { describe, expect, it } from "vitest";
import { loadRightProject } from "../../right-projects/load.ts";
import { examine } from "../examine.ts";
import { noInputs } from "../facts/inputs.ts";
import { memoryFiles } from "../project-files/memory-files.ts";
import { applyEdits } from "./apply-edits.ts";
import catalogue from "./catalogue.json" with { type: "json" };
import { exampleInputs, findingLine } from "./example-outcome.ts";
import type { Example } from "./example.ts";
import type { FailureMode } from "./failure-mode.ts";
import { failureModes } from "./index.ts";
import { DOCUMENTATION_CONTEXT, projectCommands } from "./project-commands.ts";

const NOW = 1_800_000_000;

const modules = import.meta.glob<{ default: FailureMode; examples?: readonly Example[] }>("./*/*.ts", {
  eager: true,
});
const files = Object.entries(modules).map(([path, module]) => {
  const [, step, id] = path.split("/");
  return { step, id: id?.replace(/\.ts$/, ""), mode: module.default, examples: module.examples ?? [] };
});
const projects = {
  "nextjs-monorepo": loadRightProject("nextjs-monorepo"),
  "vite-spa": loadRightProject("vite-spa"),
};

async function outcome(
  texts: Record<string, string>,
  example: Example | null,
  modes = failureModes,
): Promise<string[]> {
  const inputs = example === null ? noInputs(NOW) : exampleInputs(example, NOW);
  const { findings, crashes } = await examine(memoryFiles(texts), inputs, { modes });
  if (crashes.length > 0) throw crashes[0]?.error;
  return findings.map(findingLine).sort();
}

describe("the two right projects", () => {
  it.each(Object.entries(projects))("%s gives no finding of any severity", async (_name, texts) => {
    expect(await outcome(texts, null)).toEqual([]);
  });
});

describe("the catalogue", () => {
  it("has a file for every failure mode, named and filed as catalogue.json says", () => {
    const expected = catalogue.map(({ step, id }) => `${step}/${id}`).sort();
    expect(files.map(({ step, id }) => `${step}/${id}`).sort()).toEqual(expected);
    expect(failureModes.map(({ id }) => id).sort()).toEqual(catalogue.map(({ id }) => id).sort());
  });

  it.each(files)("$id carries the metadata of catalogue.json", ({ id, step, mode }) => {
    const entry = catalogue.find((it) => it.id === id);
    expect({ id: mode.id, step: mode.step, severity: mode.severity, masks: [...mode.masks].sort() }).toEqual({
      id,
      step,
      severity: entry?.severity,
      masks: [...(entry?.masks ?? [])].sort(),
    });
  });

  it("detects every failure mode of priority 1 that files can show", () => {
    const required = catalogue.filter(
      ({ priority, showableFromFiles }) => priority === 1 && showableFromFiles,
    );
    const without = required.filter(
      ({ id }) => files.find((it) => it.id === id)?.mode.detectors.length === 0,
    );
    expect(without.map(({ id }) => id)).toEqual([]);
  });

  it.each(files)("$id has texts without holes", ({ mode }) => {
    const commands = projectCommands(DOCUMENTATION_CONTEXT);
    const remedy = mode.remedy(commands, null);
    const texts = [
      mode.title,
      mode.short,
      mode.explanation,
      mode.notAProblemWhen,
      ...mode.symptoms,
      ...remedy,
    ];
    expect(mode.symptoms.length).toBeGreaterThan(0);
    expect(remedy.length).toBeGreaterThan(0);
    expect(mode.sources.length).toBeGreaterThan(0);
    for (const text of texts) {
      expect(text).not.toMatch(/\[object |NaN|\$\{project/);
      expect(text.trim()).toBe(text);
      expect(text).not.toBe("");
    }
    // A remedy is rendered: a hole in it shows as undefined, which no remedy has a reason to say.
    expect(remedy.join("\n")).not.toContain("undefined");
    expect(mode.title).not.toMatch(/\.$/);
    expect(mode.short.length).toBeLessThanOrEqual(40);
    for (const source of mode.sources) expect(source).toMatch(/^https:\/\//);
  });
});

const withDetectors = files.filter(({ mode }) => mode.detectors.length > 0);
const examples = withDetectors.flatMap(({ id, mode, examples: own }) =>
  own.map((example) => ({ id, mode, example, title: `${id}: ${example.name}` })),
);

describe("the examples of every failure mode", () => {
  it.each(withDetectors)("$id has broken and healthy ones", ({ id, examples: own }) => {
    const broken = own.filter(({ expect: lines }) => lines.some((line) => line.split(" ")[1] === id));
    expect(broken.length).toBeGreaterThan(0);
    expect(own.length).toBeGreaterThan(broken.length);
  });

  it.each(examples)("$title", async ({ example }) => {
    const texts = applyEdits(projects[example.project], example.edits);
    expect(await outcome(texts, example)).toEqual([...example.expect].sort());
  });

  it.each(examples)("$title, with CRLF line ends and byte order marks", async ({ example }) => {
    const texts = applyEdits(projects[example.project], example.edits);
    const windows = Object.fromEntries(
      Object.entries(texts).map(([path, text]) => [path, `\uFEFF${text.replace(/\r?\n/g, "\r\n")}`]),
    );
    expect(await outcome(windows, example)).toEqual([...example.expect].sort());
  });
});

describe("a detector that is switched off or always on", () => {
  const detectors = withDetectors.flatMap(({ id, mode, examples: own }) =>
    mode.detectors.map((_detector, index) => ({
      id,
      mode,
      own,
      index,
      title: `${id}, detector ${index + 1}`,
    })),
  );

  it.each(detectors)("fails its own examples when switched off: $title", async ({ mode, own, index }) => {
    const off = { ...mode, detectors: mode.detectors.filter((_it, position) => position !== index) };
    const modes = failureModes.map((it) => (it.id === mode.id ? off : it));
    const outcomes = await Promise.all(
      own.map((example) => outcome(applyEdits(projects[example.project], example.edits), example, modes)),
    );
    expect(outcomes).not.toEqual(own.map(({ expect: lines }) => [...lines].sort()));
  });

  it.each(withDetectors)(
    "fails its own examples when always on: $id",
    async ({ id, mode, examples: own }) => {
      const always = {
        ...mode,
        detectors: [
          {
            needs: [],
            find: () => [
              {
                kind: "shown" as const,
                subject: "always",
                severity: mode.severity,
                confidence: "certain" as const,
                location: null,
                evidence: [],
                detail: "Always.",
              },
            ],
          },
        ],
      };
      const modes = failureModes.map((it) => (it.id === id ? always : it));
      const healthy = own.find(({ expect: lines }) => lines.every((line) => line.split(" ")[1] !== id));
      if (healthy === undefined) throw new Error(`${id} has no healthy example.`);
      const texts = applyEdits(projects[healthy.project], healthy.edits);
      expect(await outcome(texts, healthy, modes)).not.toEqual([...healthy.expect].sort());
    },
  );
});
