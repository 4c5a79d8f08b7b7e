import { AsyncLocalStorage } from "node:async_hooks";
import type { WireExchange } from "./wire-exchange.ts";

/** An exchange that is going on, and the event that tells of it. */
export interface OpenExchange {
  wire: WireExchange;
  /** Whether an event has been recorded that this exchange belongs to. */
  told: boolean;
}

/** The HTTP exchange in which code is running: this is how an event finds its exchange without being handed it. */
export const currentExchange = new AsyncLocalStorage<OpenExchange>();
