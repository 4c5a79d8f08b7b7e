import type { Step } from "@convex-authkit/core";
import type { Facts } from "../facts/facts.ts";
import { isMissing } from "../facts/missing.ts";
import type { Target } from "../facts/target.ts";

/** A step that the evidence shows to hold, with the sentence that says what shows it. */
export interface Proof {
  step: Step;
  because: string;
}

/**
 * The steps that the evidence shows to hold for a target. Files alone never prove a step: a token shows that one was
 * issued, and that Convex accepts it once the keys were at hand to check its signature.
 */
export function proofsOf(facts: Facts, target: Target): Proof[] {
  const tokens = target.backend === null ? undefined : facts.backends[target.backend]?.tokens;
  if (tokens === undefined || isMissing(tokens)) return [];
  const own = tokens.filter(
    ({ stage, problem, issuer }) => stage === target.stage && problem === null && issuer !== null,
  );
  const proofs: Proof[] = own.map(({ label, issuer }) => ({
    step: "token",
    because: `the token from ${label} was issued by ${issuer ?? ""}`,
  }));
  for (const { label, verdict } of own) {
    if (verdict?.accepted !== true) continue;
    proofs.push({
      step: "acceptance",
      because: `provider ${verdict.provider} accepts the token from ${label}`,
    });
  }
  return proofs;
}
