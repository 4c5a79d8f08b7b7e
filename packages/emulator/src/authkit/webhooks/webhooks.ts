import type { Step } from "@convex-authkit/core";
import type { Parts } from "../../parts.ts";
import { createIdentifiers } from "../directory/identifiers.ts";
import type { AuthKitEnvironment, WebhookEndpoint } from "../environment.ts";
import { signWebhook } from "./sign-webhook.ts";

/** Sends events to the environment's webhook endpoints. */
export interface Webhooks {
  /** Sends an event to every endpoint that wants it. Never fails, never waits; what came of it stands in the timeline. */
  announce(event: string, data: object): void;
  /** Waits for the deliveries that are under way; not for those that are to be tried again later. */
  settled(): Promise<void>;
}

/** Milliseconds of the emulator's clock after which a delivery that failed is tried again. WorkOS goes on for days. */
const RETRIES = [1_000, 5_000, 30_000];
/** Milliseconds an endpoint may take. */
const PATIENCE = 10_000;

/** @param send makes the HTTP requests; tests may hand in their own */
export function createWebhooks(
  { clock, timeline }: Pick<Parts, "clock" | "timeline">,
  environment: Pick<AuthKitEnvironment, "webhooks">,
  send: (request: Request) => Promise<Response> = (request) => fetch(request),
): Webhooks {
  const identifiers = createIdentifiers();
  const underWay = new Set<Promise<void>>();

  function deliver(endpoint: WebhookEndpoint, event: string, body: string, attempt: number): Promise<void> {
    const delivery = attemptDelivery(endpoint, body).then((problem) => {
      const wait = problem === null ? undefined : RETRIES[attempt];
      if (wait !== undefined) clock.at(clock.now() + wait, () => deliver(endpoint, event, body, attempt + 1));
      timeline.record({
        side: "authkit",
        step: stepOf(event),
        kind: "webhook",
        outcome: problem === null ? "ok" : "refused",
        title:
          problem === null
            ? `The webhook ${event} reached ${endpoint.url}.`
            : `The webhook ${event} did not reach ${endpoint.url}: ${problem}. ${wait === undefined ? "It is not tried again." : `It is tried again in ${wait / 1000} s.`}`,
        detail: { event, url: endpoint.url, attempt: attempt + 1 },
      });
    });
    underWay.add(delivery);
    return delivery.finally(() => underWay.delete(delivery));
  }

  /** @returns what went wrong; null: nothing */
  async function attemptDelivery(endpoint: WebhookEndpoint, body: string): Promise<string | null> {
    try {
      const response = await send(
        new Request(endpoint.url, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            "user-agent": "convex-authkit-emulator",
            "workos-signature": signWebhook(body, endpoint.secret, clock.now()),
          },
          body,
          // A redirect would be followed without the body; WorkOS counts it as a failure.
          redirect: "manual",
          signal: AbortSignal.timeout(PATIENCE),
        }),
      );
      await response.body?.cancel();
      return response.ok ? null : `it answered ${response.status}`;
    } catch (error) {
      return reasonOf(error);
    }
  }

  return {
    announce(event, data) {
      const wanting = environment.webhooks.filter(
        ({ enabled, events }) => enabled !== false && (events === undefined || events.includes(event)),
      );
      if (wanting.length === 0) return;
      const body = JSON.stringify({
        object: "event",
        id: identifiers.next("event", event),
        event,
        data,
        created_at: new Date(clock.now()).toISOString(),
      });
      for (const endpoint of wanting) void deliver(endpoint, event, body, 0);
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

function stepOf(event: string): Step {
  return event.startsWith("session.") ? "session" : "identity";
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `it gave no answer within ${PATIENCE / 1000} s`;
  const { cause } = error;
  const code = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : null;
  return code === null ? error.message : `${error.message} (${code})`;
}
