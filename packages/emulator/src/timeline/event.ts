import type { Step } from "@convex-authkit/core";

/** Which part of the hand-off an event belongs to. */
export type Side = "authkit" | "convex";

/** Whom an event is about, as far as it is known. Ids only; nothing here is a secret. */
export interface Subject {
  clientId?: string | undefined;
  userId?: string | undefined;
  email?: string | undefined;
  organizationId?: string | undefined;
  /** The WorkOS session, `sid` of its tokens. */
  sessionId?: string | undefined;
  /** The connection of a Convex client, for events of the sync protocol. */
  connectionId?: string | undefined;
}

/**
 * One HTTP exchange, with secrets redacted. A body that is no text is only counted, one longer than 64 KiB is cut; both say so.
 * Header names are in lower case; several `set-cookie` stand in lines.
 */
export interface HttpExchange {
  /** Milliseconds since 1970, by the emulator's clock. */
  startedAt: number;
  method: string;
  url: string;
  requestHeaders: Record<string, string>;
  requestBody: string | null;
  status: number;
  responseHeaders: Record<string, string>;
  responseBody: string | null;
  /** Milliseconds. */
  durationMs: number;
}

/** What a part of the emulator tells the timeline; the timeline adds number and time. Not to be changed after it was told. */
export interface NewEvent {
  side: Side;
  /** The step of the chain at which it happened. */
  step: Step;
  /** What happened, a closed list a file keeps beside its sender: `authorize`, `grant`, `jwks-fetch`, `authenticate`, `verdict`, `query` … */
  kind: string;
  /** `ok`: as wished; `refused`: an error was answered; `fault`: a fault that is switched on made the answer; `info`: neither. */
  outcome: "ok" | "refused" | "fault" | "info";
  /** One sentence for people. */
  title: string;
  subject?: Subject;
  /** More about it, as plain JSON. Secrets in it are redacted by the timeline. */
  detail?: Record<string, unknown>;
  /** Added by the server that the request came to; senders leave it out. */
  http?: HttpExchange | undefined;
  /** The fault that had a hand in it. */
  fault?: string | undefined;
  /** The failure mode that the event shows, where the sender knows it (a verdict's cause does). */
  failureMode?: string | null | undefined;
}

/** An event of the timeline. */
export interface TimelineEvent extends NewEvent {
  /** Counts from 1 and never repeats until `reset`. */
  number: number;
  /** Milliseconds since 1970, by the emulator's clock. */
  time: number;
}
