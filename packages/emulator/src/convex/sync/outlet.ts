import type { ServerMessage } from "./server-message.ts";

/** The sending side of a socket. */
export interface Outlet {
  send(message: ServerMessage): void;
  /** How many transitions wait to leave, because the client reads slowly. */
  waitingTransitions(): number;
  /** A frame was handled: there may be room for more. */
  handled(): void;
  /** Closes the socket after what was sent. @param code absent: a close frame without one */
  close(code?: number, reason?: string): void;
}
