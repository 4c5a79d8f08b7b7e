import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { brokenInProduction, examinationForTests } from "./examination-for-tests.ts";
import { jsonReport } from "./json.ts";
import { reportSchema } from "./json-schema.ts";

const ids = brokenInProduction()
  .findings.map(({ id }) => id)
  .concat("token-expired-at-arrival", "stale-token")
  .sort();
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(reportSchema(ids));

describe("the JSON report", () => {
  it.each([
    ["a broken project", brokenInProduction()],
    ["a project without anything to judge", examinationForTests()],
  ])("conforms to its schema: %s", (_name, examination) => {
    const report: unknown = JSON.parse(JSON.stringify(jsonReport(examination, 12.6)));
    validate(report);
    expect(validate.errors).toBeNull();
  });

  it("has the documented shape", () => {
    const report = jsonReport(brokenInProduction(), 12.6);
    expect(report).toMatchObject({ schemaVersion: 1, durationMs: 13 });
    expect(report.diagnoses[1]).toMatchObject({
      app: "apps/web",
      backend: "packages/backend/convex",
      stage: "production",
      firstBroken: "acceptance",
    });
    expect(report.diagnoses[1]?.chain).toHaveLength(10);
    expect(Object.keys(report.findings[0] ?? {}).sort()).toEqual([
      "app",
      "confidence",
      "consequenceOf",
      "detail",
      "docs",
      "evidence",
      "fingerprint",
      "id",
      "location",
      "remedy",
      "repairable",
      "severity",
      "stage",
      "stages",
      "step",
      "title",
    ]);
  });

  it("is refused by the schema when a failure mode is not in the catalogue, or a part is missing", () => {
    const report = jsonReport(brokenInProduction(), 1);
    const [first] = report.findings;
    expect(validate({ ...report, findings: [{ ...first, id: "no-such-failure-mode" }] })).toBe(false);
    const { examined: _examined, ...without } = report;
    expect(validate(without)).toBe(false);
    expect(validate({ ...report, secret: "sk_live_1" })).toBe(false);
  });
});
