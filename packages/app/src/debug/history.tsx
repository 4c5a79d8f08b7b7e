import type { ReactNode } from "react";
import type { ConnectionEvent } from "../connection/connection-event.ts";
import { duration, timeOf } from "./times.ts";
import { Table } from "./table.tsx";

/** What happened in this tab, the newest first. */
export function History({ events }: { events: readonly ConnectionEvent[] }): ReactNode {
  return (
    <>
      <h2>What happened</h2>
      {events.length === 0 ? (
        <p>Nothing yet.</p>
      ) : (
        <Table
          head={["Time", "Event"]}
          rows={[...events].reverse().map((event) => [timeOf(event.time), sentence(event)])}
        />
      )}
    </>
  );
}

function sentence(event: ConnectionEvent): string {
  switch (event.type) {
    case "token":
      return `A token came ${{ initial: "with the page", refresh: "from a refresh", "other-tab": "from another tab" }[event.from]}, valid until ${timeOf(event.expiresAt)}.`;
    case "refresh-started":
      return `A refresh began (${event.because}).`;
    case "refresh-failed":
      return `The refresh failed, attempt ${event.failures}: ${event.reason} Next in ${duration(event.retryIn)}.`;
    case "session-ended":
      return `The session is over: ${event.reason}`;
    case "accepted":
      return "Convex accepted the token.";
    case "refused":
      return `Convex refused the token: ${event.message ?? "without a reason"}`;
    case "retry":
      return "Tried again by hand.";
  }
}
