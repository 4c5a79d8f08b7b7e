import { WebSocket } from "ws";
import type { Deployment } from "../deployment.ts";
import { internalError } from "../server-error.ts";
import { type Connection, createConnection } from "./connection.ts";
import { startHeartbeat } from "./heartbeat.ts";
import type { Outlet } from "./outlet.ts";
import type { ServerMessage } from "./server-message.ts";

/** A socket, and the connection behind it. */
export interface OpenSocket {
  connection: Connection;
  /** Ends it without a word. */
  cut(): Promise<void>;
}

/** What waits to be handled or to leave before no more is read from the client. */
const MOST_WAITING_FRAMES = 100;
const MOST_WAITING_BYTES = 16 * 1024 * 1024;

/** Joins a socket with a connection of the sync protocol. */
export function openSocket(
  deployment: Deployment,
  socket: WebSocket,
  id: string,
  { path }: { path: string },
): OpenSocket {
  const { timeline } = deployment.parts;
  let waitingTransitions = 0;

  const outlet: Outlet = {
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) return;
      const transition = message.type === "Transition";
      if (transition) waitingTransitions++;
      heartbeat.sent();
      socket.send(JSON.stringify(message satisfies ServerMessage), () => {
        if (transition) waitingTransitions--;
        regulate();
        if (transition) connection.drained();
      });
    },
    waitingTransitions: () => waitingTransitions,
    handled: regulate,
    close(code, reason) {
      // A client that waits to be read from would never see the close frame answered.
      if (socket.isPaused) socket.resume();
      socket.close(code, reason);
    },
  };
  const connection = createConnection(deployment, outlet, id);
  const heartbeat = startHeartbeat(socket, () => outlet.send({ type: "Ping" }));

  function regulate(): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    const full =
      connection.waitingFrames() > MOST_WAITING_FRAMES || socket.bufferedAmount > MOST_WAITING_BYTES;
    if (full && !socket.isPaused) socket.pause();
    if (!full && socket.isPaused) socket.resume();
  }

  timeline.record({
    side: "convex",
    step: "acceptance",
    kind: "socket-open",
    outcome: "info",
    title: "A client opened a socket to Convex",
    subject: { connectionId: id },
    detail: { path },
  });
  socket.on("message", (data, isBinary) => {
    heartbeat.received();
    if (isBinary) return connection.fail(internalError());
    connection.receive(String(data));
    return regulate();
  });
  socket.on("pong", () => heartbeat.received());
  // The frame was too large or no WebSocket frame at all; `ws` closes the socket with the right code itself.
  socket.on("error", () => connection.end());
  socket.on("close", (code, reason) => {
    heartbeat.stop();
    connection.end();
    timeline.record({
      side: "convex",
      step: "acceptance",
      kind: "socket-close",
      outcome: "info",
      title: "A socket to Convex closed",
      subject: { connectionId: id },
      detail: { code, reason: String(reason) },
    });
  });

  return {
    connection,
    cut() {
      if (socket.readyState === WebSocket.CLOSED) return Promise.resolve();
      return new Promise((resolve) => {
        socket.once("close", () => resolve());
        socket.terminate();
      });
    },
  };
}
