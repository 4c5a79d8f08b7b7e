import type { Judged } from "./judge-target.ts";
import { failureMode, shown, type Severity } from "../failure-modes/failure-mode.ts";
import type { Step } from "@convex-authkit/core";

/** A failure mode that was found once, for tests of what happens after the detectors. */
export function judged(
  id: string,
  { masks = [], severity, step = "setup" }: { masks?: string[]; severity: Severity; step?: Step },
): Judged {
  const mode = failureMode({
    id,
    step,
    severity: "error",
    title: `The title of ${id}`,
    short: id,
    symptoms: ["Nothing works."],
    errorTexts: [],
    explanation: "Because.",
    notAProblemWhen: "It works.",
    remedy: () => ["Mend it."],
    sources: ["https://docs.convex.dev/auth/authkit"],
    appliesTo: {},
    testedWith: {},
    masks,
    detectors: [],
  });
  return {
    mode,
    target: { app: "", backend: "convex", stage: "development" },
    shown: [shown({ subject: id, severity, location: null, evidence: [], detail: "Seen." })],
    looked: true,
    notChecked: [],
  };
}
