import type { Stage } from "../stage.ts";

/** The stage that a name of a job, a branch, a context or an environment speaks of; null when it speaks of none. */
export function stageInWords(text: string): Stage | null {
  const words = text.toLowerCase();
  const named: [Stage, RegExp][] = [
    [
      "preview",
      /\b(?:preview|previews|deploy-preview|branch-deploy|pull_request|pull-request|merge_request\w*|staging)\b/,
    ],
    ["production", /\b(?:production|prod|main|master|release|releases)\b/],
    ["development", /\b(?:development|dev|develop)\b/],
  ];
  const found = named.filter(([, pattern]) => pattern.test(words));
  const [only] = found;
  return found.length === 1 && only !== undefined ? only[0] : null;
}
