import { readFileSync } from "node:fs";

/**
 * Counts the outcomes in vitest's JSON report. A test file that could not run counts as one failure: it must not
 * vanish from the figures.
 *
 * @param {string} file
 * @param {number} exitCode of vitest
 * @returns {{ passed: number, failed: number, skipped: number, skippedNames: string[] }}
 */
export function vitestCounts(file, exitCode) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { passed: 0, failed: 1, skipped: 0, skippedNames: [] };
  }
  const tests = report.testResults.flatMap((result) => result.assertionResults);
  const crashed = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  ).length;
  const of = (status) => tests.filter((test) => test.status === status);
  const skipped = tests.filter((test) => !["passed", "failed"].includes(test.status));
  const failed = of("failed").length + crashed;
  return {
    passed: of("passed").length,
    // Errors outside of tests (an unhandled rejection) make vitest fail without a failed test.
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: skipped.length,
    skippedNames: skipped.map((test) => test.fullName),
  };
}
