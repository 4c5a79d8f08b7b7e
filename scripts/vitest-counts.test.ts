import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { vitestCounts } from "./vitest-counts.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "convex-authkit-counts-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function counts(
  files: { status: string; tests: string[] }[],
  exitCode: number,
): ReturnType<typeof vitestCounts> {
  const file = join(folder, "report.json");
  const testResults = files.map(({ status, tests }) => ({
    status,
    assertionResults: tests.map((test, index) => ({ status: test, fullName: `test ${index}` })),
  }));
  writeFileSync(file, JSON.stringify({ testResults }));
  return vitestCounts(file, exitCode);
}

it("counts what passed, failed and was skipped", () => {
  expect(
    counts([{ status: "failed", tests: ["passed", "failed", "skipped", "todo", "pending"] }], 1),
  ).toEqual({
    passed: 1,
    failed: 1,
    skipped: 3,
    skippedNames: ["test 2", "test 3", "test 4"],
  });
});

it("counts a file that could not run as a failure", () => {
  expect(
    counts(
      [
        { status: "passed", tests: ["passed"] },
        { status: "failed", tests: [] },
      ],
      1,
    ),
  ).toMatchObject({
    passed: 1,
    failed: 1,
  });
});

it("counts a run that failed outside of its tests as a failure", () => {
  expect(counts([{ status: "passed", tests: ["passed"] }], 1)).toMatchObject({ passed: 1, failed: 1 });
});

it("counts a run without a report as a failure", () => {
  expect(vitestCounts(join(folder, "absent.json"), 1)).toMatchObject({ passed: 0, failed: 1 });
});
