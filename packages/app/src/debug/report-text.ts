import { redact } from "@convex-authkit/core";
import type { ConnectionInspection } from "../provider/connection-store.ts";
import type { RefusalExplained } from "../provider/explain-refusal.ts";
import type { ConnectionState } from "../provider/connection-state.ts";
import type { TokenContent } from "../provider/read-token.ts";
import type { Layer } from "./layers.ts";
import type { TokenJudgement } from "./use-verdict.ts";

/** Everything the page shows, as Markdown that can be pasted: no token, no secret. */
export function reportText(parts: {
  layers: readonly Layer[];
  state: ConnectionState;
  content: TokenContent | null;
  judgement: TokenJudgement;
  /** The failure mode behind Convex's answer, where its words and the token tell; null: they do not. */
  explained: RefusalExplained | null;
  inspection: ConnectionInspection;
  now: number;
}): string {
  const { layers, state, content, judgement, explained, inspection, now } = parts;
  const { verdict, answer } = judgement;
  const lines = [
    `# Sign-in, as this browser sees it (${new Date(now).toISOString()})`,
    "",
    ...layers.map(({ title, status, says }) => `- **${title}**: ${status}. ${says}`),
    "",
    `Deployment: ${inspection.url}`,
    `Convex answers: ${answer === null ? "not asked" : answer.accepted === true ? "accepted" : (answer.message ?? "nothing")}`,
  ];
  if (verdict?.accepted === false) lines.push(`Cause: ${verdict.cause}. ${verdict.explanation}`);
  const failureMode =
    (verdict?.accepted === false ? verdict.failureMode : null) ??
    explained?.failureMode ??
    state.lastFailure?.failureMode;
  if (failureMode != null)
    lines.push(`Failure mode: ${failureMode} (npx convex-authkit explain ${failureMode})`);
  if (state.lastFailure !== null)
    lines.push(`Last failure: ${state.lastFailure.step}: ${state.lastFailure.reason}`);
  if (content !== null)
    lines.push(
      "",
      "```json",
      JSON.stringify({ header: content.header, claims: content.claims }, null, 2),
      "```",
    );
  lines.push("", "| time | event |", "| --- | --- |");
  for (const { time, ...event } of inspection.history)
    lines.push(`| ${new Date(time).toISOString()} | ${JSON.stringify(event).replaceAll("|", "\\|")} |`);
  return `${redact(lines.join("\n"))}\n`;
}
