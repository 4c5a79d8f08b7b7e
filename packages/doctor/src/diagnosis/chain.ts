import { STEPS, type Step } from "@convex-authkit/core";
import type { ChainLink } from "./diagnosis.ts";
import type { Finding } from "./finding.ts";
import type { Judged } from "./judge-target.ts";
import type { Proof } from "./proofs.ts";

/**
 * Draws the chain of one target.
 *
 * @param findings of this target, consequences included
 * @param proofs steps that the evidence shows to hold; a finding at `error` outweighs them
 */
export function chainOf(
  findings: readonly Finding[],
  judged: readonly Judged[],
  proofs: readonly Proof[],
): ChainLink[] {
  return STEPS.map((step) => linkOf(step, findings, judged, proofs));
}

function linkOf(
  step: Step,
  findings: readonly Finding[],
  judged: readonly Judged[],
  proofs: readonly Proof[],
): ChainLink {
  const here = findings.filter((finding) => finding.step === step && finding.consequenceOf === null);
  const broken = here.find(({ severity }) => severity === "error");
  if (broken !== undefined) return { step, status: "broken", because: broken.id };
  const proof = proofs.find((it) => it.step === step);
  if (proof !== undefined) return { step, status: "holds", because: proof.because };
  const of = judged.filter(({ mode }) => mode.step === step && mode.detectors.length > 0);
  const reasons = [...new Set(of.flatMap(({ notChecked }) => notChecked))];
  const because = reasons.length === 0 ? {} : { because: `not checked: ${reasons.join("; ")}` };
  if (of.some(({ looked }) => looked)) return { step, status: "unknown", ...because };
  if (reasons.length > 0) return { step, status: "not-checked", because: reasons.join("; ") };
  return { step, status: "not-checked", because: "nothing this step needs is in evidence" };
}
