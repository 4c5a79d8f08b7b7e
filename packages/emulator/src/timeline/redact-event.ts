import { redact } from "@convex-authkit/core";
import type { NewEvent } from "./event.ts";

/** An event without secrets: every text in it has gone through the redaction border. */
export function redactEvent<Event extends NewEvent>(event: Event): Event {
  return JSON.parse(redact(JSON.stringify(event))) as Event;
}
