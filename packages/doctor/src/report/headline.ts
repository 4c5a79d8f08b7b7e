import { isMissing } from "../facts/missing.ts";
import type { Examination } from "../diagnosis/examination.ts";
import { targetsLabel, nameOf } from "./chain-groups.ts";

/** The answer of a run in one sentence. */
export interface Headline {
  tone: "broken" | "doubtful" | "right" | "nothing";
  text: string;
}

/**
 * Says in one sentence what came out: where the chain breaks, that only warnings remain, that nothing wrong was
 * found, or that there was nothing to judge.
 */
export function headline(examination: Examination): Headline {
  const { diagnoses, findings } = examination;
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.filter(
    ({ severity, consequenceOf }) => severity === "warning" && consequenceOf === null,
  ).length;
  const broken = diagnoses.filter(({ firstBroken }) => firstBroken !== null);
  if (broken.length > 0) return { tone: "broken", text: brokenSentence(broken, diagnoses) };
  if (errors > 0) return { tone: "broken", text: `${count(errors, "error")} found.` };
  const unread = unreadAuthConfig(examination);
  if (unread !== null) {
    return { tone: "doubtful", text: `${unread} cannot be read, so nobody can say what Convex accepts.` };
  }
  if (warnings > 0) {
    const doubt = warnings === 1 ? "one thing is" : `${warnings} things are`;
    return { tone: "doubtful", text: `Nothing is certainly broken; ${doubt} doubtful.` };
  }
  if (diagnoses.length === 0 && findings.length === 0) {
    return { tone: "nothing", text: absence(examination) ?? "There was nothing to judge." };
  }
  const partly = examination.notChecked.length + examination.unreadable.length > 0;
  return { tone: "right", text: `Nothing wrong was found${partly ? " in what could be checked" : ""}.` };
}

/** The auth config of a judged backend that could not be evaluated: a push fails on most of them. */
function unreadAuthConfig({ facts, diagnoses }: Examination): string | null {
  for (const { backend } of diagnoses) {
    const authConfig = backend === null ? undefined : facts.backends[backend]?.authConfig;
    if (authConfig === undefined || isMissing(authConfig)) continue;
    if (authConfig.state === "unparsable" || authConfig.state === "two-files") return authConfig.file;
  }
  return null;
}

function brokenSentence(broken: Examination["diagnoses"], all: Examination["diagnoses"]): string {
  const severalApps = new Set(all.map(nameOf)).size > 1;
  const bySteps = new Map<string, Examination["diagnoses"]>();
  for (const target of broken) {
    const step = target.firstBroken ?? "";
    bySteps.set(step, [...(bySteps.get(step) ?? []), target]);
  }
  const parts = [...bySteps].map(([step, targets]) => {
    // That it is everywhere is said by the drawing below; the answer stays short.
    if (targets.length === all.length && all.length > 1) return `at ${step}`;
    return `at ${step} ${severalApps ? "for" : "in"} ${targetsLabel(targets, severalApps)}`;
  });
  return `Sign-in breaks ${parts.join(", and ")}.`;
}

/**
 * What of the pair AuthKit and Convex the project does not show, as a sentence; null where both are there or the
 * evidence cannot tell.
 */
export function absence({ facts, examined, diagnoses }: Examination): string | null {
  const { workspace } = facts.project;
  if (isMissing(workspace)) return null;
  const authkit = workspace.apps.some((app) => app.authkit.length > 0);
  const convex =
    workspace.backends.length > 0 || workspace.packages.some(({ declared }) => "convex" in declared);
  const among = `among ${count(examined.files, "file")}`;
  const what =
    !authkit && !convex
      ? `Neither AuthKit nor Convex was found ${among}`
      : !authkit
        ? `No app that uses AuthKit was found ${among}`
        : `No Convex functions were found ${among}`;
  if (authkit && convex) return null;
  const judged = authkit ? "AuthKit" : "Convex";
  return diagnoses.length === 0
    ? `${what}; there is no hand-off to judge.`
    : `${what}; only the ${judged} side was judged.`;
}

/** `1 error`, `2,000 errors`. */
export function count(number: number, noun: string): string {
  // Not toLocaleString: setting up Intl takes longer than the rest of a report.
  const digits = String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
  return `${digits} ${noun}${number === 1 ? "" : "s"}`;
}
