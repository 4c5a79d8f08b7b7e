import { describe, expect, it } from "vitest";
import { compareFindings } from "./compare-findings.ts";
import type { ExpectedFindings } from "./expectation.ts";

const expected: ExpectedFindings = {
  must: [{ id: "signin-button-noop", severity: "warning", files: ["src/login.tsx"] }],
  may: [
    {
      id: "query-before-auth",
      severity: ["warning", "note"],
      files: ["src/routes/"],
      except: ["src/routes/admin/"],
    },
  ],
  silent: { "port-drift": "Both name 3000." },
};

function told(id: string, severity: "error" | "warning" | "note", file: string, evidenceIn: string[] = []) {
  return {
    id,
    severity,
    detail: "It is so.",
    location: { file, line: 7, column: 1 },
    evidence: evidenceIn.map((other) => ({
      kind: "project" as const,
      quote: "",
      location: { file: other, line: 1, column: 1 },
    })),
  };
}

function verdicts(...findings: ReturnType<typeof told>[]) {
  return compareFindings(findings, expected).map(({ verdict, id }) => `${verdict} ${id}`);
}

describe("a finding", () => {
  it("that must be told is found, and its absence is missed", () => {
    expect(verdicts(told("signin-button-noop", "warning", "src/login.tsx"))).toEqual([
      "found signin-button-noop",
    ]);
    expect(verdicts()).toEqual(["missed signin-button-noop"]);
  });

  it("is at its place also where only its evidence is", () => {
    expect(verdicts(told("signin-button-noop", "warning", "src/app.tsx", ["src/login.tsx"]))).toEqual([
      "found signin-button-noop",
    ]);
  });

  it("that may be told is allowed, with any of its severities, anywhere in its folder", () => {
    expect(
      verdicts(
        told("query-before-auth", "note", "src/routes/a.tsx"),
        told("query-before-auth", "warning", "src/routes/deep/b.tsx"),
      ).slice(0, 2),
    ).toEqual(["allowed query-before-auth", "allowed query-before-auth"]);
  });

  it("that may be told in a folder is misjudged where that folder is excepted", () => {
    expect(verdicts(told("query-before-auth", "note", "src/routes/admin/a.tsx"))).toContain(
      "misjudged query-before-auth",
    );
  });

  it.each([
    ["too loud", told("signin-button-noop", "error", "src/login.tsx")],
    ["elsewhere", told("signin-button-noop", "warning", "src/login.tsx.bak")],
  ])("that is %s is misjudged, and what must be told is still missed", (_, finding) => {
    expect(verdicts(finding)).toEqual(["misjudged signin-button-noop", "missed signin-button-noop"]);
  });

  it("that is not in the table is a false alarm, which names the reason for silence", () => {
    const [verdict] = compareFindings([told("port-drift", "note", "vite.config.ts")], expected);
    expect(verdict).toEqual({
      verdict: "false-alarm",
      id: "port-drift",
      severity: "note",
      place: "vite.config.ts:7",
      says: "It is so. But: Both name 3000.",
    });
  });
});
