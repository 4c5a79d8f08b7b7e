import type { WebSocket } from "ws";

/** Milliseconds of the machine's time: this is about sockets, not about what expires. */
const TICK = 5_000;
const PING_AFTER = 15_000;
const SILENT_FOR_GOOD = 120_000;

/** Keeps a socket alive, and lets go of one whose client is gone. */
export interface Heartbeat {
  sent(): void;
  received(): void;
  stop(): void;
}

/**
 * Pings the socket every 5 seconds; tells the client `Ping` when nothing was sent for 15, because it connects anew after a minute of
 * silence; cuts a socket that has said nothing for 120, not even pong.
 */
export function startHeartbeat(socket: WebSocket, ping: () => void): Heartbeat {
  let lastSent = performance.now();
  let lastReceived = lastSent;
  const timer = setInterval(() => {
    const now = performance.now();
    if (now - lastReceived > SILENT_FOR_GOOD) return socket.terminate();
    socket.ping();
    if (now - lastSent >= PING_AFTER) ping();
  }, TICK);
  timer.unref();
  return {
    sent() {
      lastSent = performance.now();
    },
    received() {
      lastReceived = performance.now();
    },
    stop: () => clearInterval(timer),
  };
}
