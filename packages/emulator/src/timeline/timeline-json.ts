import type { TimelineEvent } from "./event.ts";

/** A timeline as a file. */
export interface TimelineFile {
  schemaVersion: 1;
  /** Oldest first, without secrets. */
  events: readonly TimelineEvent[];
}

/** @param events as the timeline gives them, without secrets */
export function timelineToJson(events: readonly TimelineEvent[]): string {
  return `${JSON.stringify({ schemaVersion: 1, events } satisfies TimelineFile, null, 2)}\n`;
}
