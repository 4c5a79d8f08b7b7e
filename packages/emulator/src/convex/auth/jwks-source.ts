import type { JwksAnswer } from "@convex-authkit/core";
import type { Parts } from "../../parts.ts";
import { currentExchange } from "../../timeline/current-exchange.ts";
import type { NewEvent, Subject } from "../../timeline/event.ts";
import type { ConvexOptions } from "../convex.ts";
import { createDocumentCache } from "./document-cache.ts";
import { fetchDocument } from "./fetch-document.ts";

/** Answers the JWKS URLs of the auth config as they would answer Convex. */
export interface JwksSource {
  /** @param by is told the fault that had a hand in the answer */
  answer(url: string, subject: Subject, by: (fault: string) => void): Promise<JwksAnswer>;
  /** Forgets what was cached. */
  clear(): void;
  close(): void;
}

type From = "fault" | "emulator" | "cache" | "network";

/**
 * The emulator's own keys are answered in this process, without a cache, so that a new signing key counts at once; every other URL
 * is fetched and cached as its headers say.
 */
export function createJwksSource(parts: Parts, options: Pick<ConvexOptions, "emulatedJwks">): JwksSource {
  const cache = createDocumentCache(parts.clock);
  const closing = new AbortController();

  async function answerAsUsual(url: string): Promise<{ from: From; answer: JwksAnswer }> {
    const emulated = options.emulatedJwks?.(url) ?? null;
    if (emulated !== null) return { from: "emulator", answer: await emulated };
    const cached = cache.fresh(url);
    if (cached !== undefined) return { from: "cache", answer: asAnswer(cached) };
    const document = await fetchDocument(url, closing.signal);
    if ("error" in document) return { from: "network", answer: document };
    cache.keep(url, document);
    return { from: "network", answer: asAnswer(document) };
  }

  return {
    async answer(url, subject, by) {
      const decided = parts.faults.decide("jwksAnswer", null, { endpoint: null, subject });
      const { from, answer } =
        decided.value === null ? await answerAsUsual(url) : { from: "fault" as const, answer: decided.value };
      const [fault] = decided.by;
      if (fault !== undefined) by(fault);
      record(parts, { url, subject, from, answer, fault });
      return answer;
    },
    clear: () => cache.clear(),
    close: () => closing.abort(),
  };
}

function asAnswer({
  status,
  headers,
  body,
}: {
  status: number;
  headers: Record<string, string>;
  body: string;
}): JwksAnswer {
  return { status, contentType: headers["content-type"] ?? null, body };
}

function record(
  { timeline }: Parts,
  asked: { url: string; subject: Subject; from: From; answer: JwksAnswer; fault: string | undefined },
): void {
  const { url, subject, from, answer, fault } = asked;
  const failed = "error" in answer || answer.status !== 200;
  const said = "error" in answer ? answer.error : `status ${answer.status}`;
  const event: NewEvent = {
    side: "convex",
    step: "acceptance",
    kind: "jwks-fetch",
    outcome: fault === undefined ? (failed ? "refused" : "ok") : "fault",
    title: failed ? `Convex got no keys from ${url}: ${said}` : `Convex got the keys of ${url}`,
    subject,
    detail:
      "error" in answer
        ? { url, from, error: answer.error }
        : { url, from, status: answer.status, contentType: answer.contentType },
    fault,
  };
  // The request that is being answered belongs to the verdict, not to what the verdict needs.
  currentExchange.exit(() => timeline.record(event));
}
