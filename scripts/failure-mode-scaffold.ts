import { STEPS, type Step } from "@convex-authkit/core";

/** What the catalogue fixes about a failure mode. */
export interface CatalogueEntry {
  id: string;
  step: string;
  severity: string;
  masks: readonly string[];
}

/**
 * The file with which a failure mode begins: it compiles, carries the catalogue's metadata, and fails the contract test
 * until its texts and examples are written.
 *
 * @returns the step and the text, or the sentence that says why there is none
 */
export function scaffold(
  step: string | undefined,
  id: string | undefined,
  catalogue: readonly CatalogueEntry[],
): { step: Step; id: string; text: string } | { sentence: string } {
  if (step === undefined || id === undefined) {
    return { sentence: "Say the step and the id: npm run new:failure-mode -- STEP ID." };
  }
  const known = STEPS.find((it) => it === step);
  if (known === undefined) {
    return { sentence: `There is no step ${step}. The steps are: ${STEPS.join(", ")}.` };
  }
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id)) {
    return { sentence: `${id} is no id: lower-case words joined by dashes, e.g. signout-by-prefetch.` };
  }
  const entry = catalogue.find((it) => it.id === id);
  if (entry === undefined) {
    return {
      sentence: `${id} is not in packages/doctor/src/failure-modes/catalogue.json. Add its line there first: it fixes step, severity and masks.`,
    };
  }
  if (entry.step !== step) return { sentence: `The catalogue files ${id} under the step ${entry.step}.` };
  return { step: known, id, text: textOf(entry) };
}

function textOf({ id, step, severity, masks }: CatalogueEntry): string {
  const quoted = masks.map((mask) => JSON.stringify(mask)).join(", ");
  return `import type { Example } from "../example.ts";
import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "${id}",
  step: "${step}",
  severity: "${severity}",
  title: "",
  short: "",
  symptoms: [],
  errorTexts: [],
  explanation: "",
  notAProblemWhen: "",
  remedy: (_project, _found) => [],
  sources: [],
  appliesTo: {},
  testedWith: {},
  masks: [${quoted}],
  detectors: [],
});

export const examples: Example[] = [];
`;
}
