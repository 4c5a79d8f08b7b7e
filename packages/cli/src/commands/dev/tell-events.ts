import type { Emulator, TimelineEvent } from "@convex-authkit/emulator";

/** Events of functions that run; what they log belongs to the terminal, as with `npx convex dev`. */
const FUNCTIONS = new Set(["query", "mutation", "action", "function", "http-action"]);

/** More of a stack helps nobody in a terminal; the console has all of it. */
const MOST_LINES = 8;

/**
 * Tells on the terminal what a developer has to hear of while the servers run: what functions log, pushes that fail, and everything
 * that AuthKit or Convex refuses. What goes well is in the console.
 *
 * @param say takes one sentence or a few lines
 * @returns ends it
 */
export function tellEvents({ timeline, convex }: Emulator, say: (text: string) => void): () => void {
  let hasFailed = convex?.deployment().problem != null;
  let last = "";
  return timeline.subscribe((event) => {
    if (event.kind === "push") {
      const isMended = hasFailed && event.outcome === "ok";
      hasFailed = event.outcome === "refused";
      if (!hasFailed && !isMended) return;
    }
    const text = eventText(event);
    // A client that tries again and again gets the same answer.
    if (text !== null && text !== last) say(text);
    last = text ?? last;
  });
}

/** What an event is on the terminal; null where it goes without saying. */
export function eventText({ side, kind, outcome, title, detail = {}, fault }: TimelineEvent): string | null {
  if (FUNCTIONS.has(kind)) return functionText(detail);
  if (kind === "push") {
    return outcome === "refused"
      ? `[convex] Convex would refuse this push:\n${indented(title)}`
      : `[convex] ${title}`;
  }
  if (outcome !== "refused" && outcome !== "fault") return null;
  return `[${side}] ${title}${fault === undefined ? "" : ` (fault ${fault})`}`;
}

function functionText(detail: Readonly<Record<string, unknown>>): string | null {
  const { path, logLines, error } = detail;
  const lines = [
    ...(Array.isArray(logLines) ? logLines.map(String) : []),
    ...(typeof error === "string" ? [error.trimEnd()] : []),
  ].join("\n");
  return lines === "" ? null : `[convex ${String(path)}] ${shortened(lines)}`;
}

function shortened(text: string): string {
  const lines = text.split("\n");
  const more = lines.length - MOST_LINES;
  return more > 0
    ? [...lines.slice(0, MOST_LINES), `  … ${more} more lines in the console`].join("\n")
    : text;
}

function indented(text: string): string {
  return shortened(text.trimEnd())
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
