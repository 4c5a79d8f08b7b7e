import CachePolicy from "http-cache-semantics";
import type { Clock } from "../../clock/clock.ts";
import { type Document, REQUEST_HEADERS } from "./fetch-document.ts";

/** Keeps answers as long as their headers allow, by the emulator's clock. Convex's HTTP cache follows the same rules (RFC 9111). */
export interface DocumentCache {
  fresh(url: string): Document | undefined;
  keep(url: string, document: Document): void;
  clear(): void;
}

/** A deployment has a handful of providers. */
const MOST_KEPT = 100;

export function createDocumentCache(clock: Clock): DocumentCache {
  class Policy extends CachePolicy {
    // Not among its types, but meant to be replaced.
    now(): number {
      return clock.now();
    }
  }
  const kept = new Map<string, { document: Document; policy: CachePolicy }>();
  const request = (url: string): CachePolicy.HttpRequest => ({
    url,
    method: "GET",
    headers: REQUEST_HEADERS,
  });

  return {
    fresh(url) {
      const entry = kept.get(url);
      return entry?.policy.satisfiesWithoutRevalidation(request(url)) === true ? entry.document : undefined;
    },
    keep(url, document) {
      kept.delete(url);
      const policy = new Policy(request(url), { status: document.status, headers: document.headers });
      if (!policy.storable()) return;
      kept.set(url, { document, policy });
      for (const [oldest] of kept) {
        if (kept.size <= MOST_KEPT) break;
        kept.delete(oldest);
      }
    },
    clear: () => kept.clear(),
  };
}
