import { describe, expect, it } from "vitest";
import { diagnose } from "./diagnose.ts";
import type { Facts } from "../facts/facts.ts";
import { missing } from "../facts/missing.ts";
import {
  detector,
  failureMode,
  notChecked,
  refuted,
  shown,
  type Detector,
  type FailureMode,
  type Severity,
} from "../failure-modes/failure-mode.ts";
import type { Step } from "@convex-authkit/core";

const facts = {
  project: {
    ignores: { ignores: [], malformed: [] },
    workspace: {
      packageManager: "pnpm",
      packages: [],
      apps: [
        {
          dir: "apps/web",
          name: "web",
          framework: "nextjs",
          sourceDirs: ["apps/web"],
          authkit: ["@workos-inc/authkit-nextjs"],
          backend: "convex",
        },
      ],
      backends: [{ functionsDir: "convex", dir: "", convexJson: null }],
    },
    stages: [
      { stage: "development", because: "always" },
      { stage: "production", because: "the prod section of convex.json" },
    ],
  },
  apps: {
    "apps/web": {
      packages: { next: { declared: "^16", installed: "16.4.6", source: "lockfile", location: null } },
      environment: missing("no variables are in evidence"),
      routes: missing("no routes are in evidence"),
    },
  },
  backends: { convex: {} },
} as unknown as Facts;

const saw = (severity: Severity, subject = "it"): Detector =>
  detector({
    needs: [],
    find: () => [shown({ subject, severity, location: null, evidence: [], detail: "Seen." })],
  });

function mode(id: string, step: Step, detectors: Detector[], more: Partial<FailureMode> = {}): FailureMode {
  return failureMode({
    id,
    step,
    severity: "error",
    title: id,
    short: id,
    symptoms: [],
    errorTexts: [],
    explanation: "",
    notAProblemWhen: "",
    remedy: (project) => [project.push()],
    sources: [],
    appliesTo: {},
    testedWith: {},
    masks: [],
    detectors,
    ...more,
  });
}

describe("diagnose", () => {
  it("judges every app, backend and stage in evidence, and merges what they share", () => {
    const { diagnoses, findings } = diagnose(facts, [mode("a", "acceptance", [saw("error")])]);
    expect(diagnoses.map(({ app, backend, stage }) => [app, backend, stage])).toEqual([
      ["apps/web", "convex", "development"],
      ["apps/web", "convex", "production"],
    ]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      app: "apps/web",
      stage: null,
      stages: ["development", "production"],
    });
  });

  it("names the first broken step of the chain, whatever order the failure modes come in", () => {
    const modes = [mode("late", "renewal", [saw("error")]), mode("early", "callback", [saw("error")])];
    const { diagnoses, findings } = diagnose(facts, modes, { stage: "production" });
    expect(diagnoses[0]?.firstBroken).toBe("callback");
    expect(findings.map(({ id }) => id)).toEqual(["early", "late"]);
  });

  it("does not call a step broken for a warning or for a consequence", () => {
    const modes = [
      mode("cause", "setup", [saw("warning")], { masks: ["effect"] }),
      mode("effect", "token", [saw("error")]),
    ];
    const { diagnoses, findings } = diagnose(facts, modes);
    expect(diagnoses[0]?.firstBroken).toBeNull();
    expect(findings.find(({ id }) => id === "effect")?.consequenceOf).toBe("cause");
  });

  it("withdraws what other evidence refutes, for the subject or altogether", () => {
    const withdraw = (subject: string | null): Detector =>
      detector({ needs: [], find: () => [refuted(subject, "The token carries it.")] });
    const one = mode("a", "acceptance", [saw("warning", "x"), saw("warning", "y"), withdraw("x")]);
    expect(diagnose(facts, [one]).findings.map(({ subject }) => subject)).toEqual(["y"]);
    const all = mode("a", "acceptance", [saw("warning", "x"), saw("warning", "y"), withdraw(null)]);
    expect(diagnose(facts, [all]).findings).toEqual([]);
  });

  it("merges findings about one subject into the worst of them, with all their evidence", () => {
    const seen = (severity: Severity, quote: string): Detector =>
      detector({
        needs: [],
        find: () => [
          shown({
            subject: "provider 1",
            severity,
            location: null,
            evidence: [{ kind: "project", quote, location: null }],
            detail: quote,
          }),
        ],
      });
    const { findings } = diagnose(facts, [
      mode("a", "acceptance", [seen("warning", "file"), seen("error", "token")]),
    ]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ severity: "error", detail: "token" });
    expect(findings[0]?.evidence.map(({ quote }) => quote)).toEqual(["token", "file"]);
  });

  it("never lets a likely finding be an error", () => {
    const likely = detector({
      needs: [],
      find: () => [
        shown({
          subject: "x",
          severity: "error",
          confidence: "likely",
          location: null,
          evidence: [],
          detail: "",
        }),
      ],
    });
    expect(diagnose(facts, [mode("a", "token", [likely])]).findings[0]).toMatchObject({
      severity: "warning",
      confidence: "likely",
    });
  });

  it("lowers the confidence where a newer version is installed than the rule was tested with", () => {
    const old = mode("a", "token", [saw("error")], { testedWith: { next: "15.0.0" } });
    expect(diagnose(facts, [old]).findings[0]).toMatchObject({ severity: "warning", confidence: "likely" });
    const current = mode("a", "token", [saw("error")], { testedWith: { next: "16.4.6" } });
    expect(diagnose(facts, [current]).findings[0]).toMatchObject({
      severity: "error",
      confidence: "certain",
    });
  });

  it("looks only where the failure mode applies", () => {
    const vite = mode("a", "token", [saw("error")], { appliesTo: { frameworks: ["vite-react"] } });
    const older = mode("b", "token", [saw("error")], { appliesTo: { packages: { next: "<16" } } });
    const absent = mode("c", "token", [saw("error")], { appliesTo: { packages: { expo: "*" } } });
    expect(diagnose(facts, [vite, older, absent]).findings).toEqual([]);
  });

  it("says what could not be checked and why, once", () => {
    const wantsRoutes = mode("a", "callback", [detector({ needs: ["routes"], find: () => [] })]);
    const wantsMore = mode("b", "setup", [
      detector({ needs: [], find: () => [notChecked("the production variables are not in evidence")] }),
    ]);
    const { diagnoses, notChecked: reasons } = diagnose(facts, [wantsRoutes, wantsMore], {
      stage: "production",
    });
    expect(diagnoses[0]?.chain.find(({ step }) => step === "callback")).toEqual({
      step: "callback",
      status: "not-checked",
      because: "no routes are in evidence",
    });
    expect(reasons.map(({ because }) => because)).toEqual([
      "the production variables are not in evidence",
      "no routes are in evidence",
    ]);
  });

  it("takes an auth config that could not be evaluated for no evidence", () => {
    const location = { file: "convex/auth.config.ts", line: 2, column: 1 };
    const unparsable = {
      state: "unparsable",
      problem: { why: "A merge conflict.", location },
      providers: [],
    };
    const wantsConfig = mode("a", "acceptance", [detector({ needs: ["authConfig"], find: () => [] })]);
    const withConfig = { ...facts, backends: { convex: { authConfig: unparsable } } } as unknown as Facts;
    expect(
      diagnose(withConfig, [wantsConfig]).diagnoses[0]?.chain.find(({ step }) => step === "acceptance"),
    ).toEqual({
      step: "acceptance",
      status: "not-checked",
      because: "the auth config could not be evaluated (convex/auth.config.ts:2)",
    });
  });

  it("goes on when a detector throws, and says which", () => {
    const broken = detector({
      needs: [],
      find: () => {
        throw new Error("A defect.");
      },
    });
    const { findings, crashes } = diagnose(facts, [
      mode("a", "setup", [broken]),
      mode("b", "setup", [saw("note")]),
    ]);
    expect(crashes.map(({ id }) => id)).toEqual(["a"]);
    expect(findings.map(({ id }) => id)).toEqual(["b"]);
  });

  it("writes remedies for the project's package manager and the stage", () => {
    const { findings } = diagnose(facts, [mode("a", "acceptance", [saw("error")])], { stage: "production" });
    expect(findings[0]?.remedy).toEqual(["pnpm exec convex deploy"]);
  });

  it("tells the commands of every stage in which it was found", () => {
    const { findings } = diagnose(facts, [mode("a", "acceptance", [saw("error")])]);
    expect(findings[0]?.remedy).toEqual(["pnpm exec convex dev --once", "pnpm exec convex deploy"]);
  });

  it("keeps the fingerprint of a finding between stages and runs", () => {
    const one = diagnose(facts, [mode("a", "acceptance", [saw("error")])], { stage: "production" });
    const other = diagnose(facts, [mode("a", "acceptance", [saw("warning")])], { stage: "development" });
    expect(one.findings[0]?.fingerprint).toBe(other.findings[0]?.fingerprint);
  });
});
