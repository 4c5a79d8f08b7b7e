import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { Deployment } from "../deployment.ts";
import type { PlantedAnswer } from "../../faults/junctions.ts";
import { wait } from "../wait.ts";
import { ServerError } from "../server-error.ts";
import type { Connection } from "./connection.ts";
import { openSocket, type OpenSocket } from "./open-socket.ts";
import { SYNC_ENDPOINT } from "./sync-endpoint.ts";

/** The sync protocol of one deployment, on any number of servers. */
export interface SyncServer {
  /** Takes the upgrades of a server. @returns cuts its sockets and lets go of the server */
  attach(server: Server): () => Promise<void>;
  /** All queries of all clients may give something else. */
  invalidate(): void;
  /** Lets the identity of every client expire; those without one stay as they are. */
  expireIdentities(): void;
}

/** As many bytes as Convex's server takes in one message. */
const MOST_BYTES = 64 * 1024 * 1024;

/** `/api/sync`, or with the client's version: `/api/1.48.0/sync`. */
const SYNC_PATH = /^\/api(?:\/[^/]+)?\/sync$/;

export function createSyncServer(deployment: Deployment): SyncServer {
  const upgrades = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
  });
  /** By server. */
  const open = new Map<Server, Set<OpenSocket>>();
  let opened = 0;
  const connections = (): Connection[] =>
    [...open.values()].flatMap((sockets) => [...sockets].map(({ connection }) => connection));

  async function upgrade(
    server: Server,
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<void> {
    // Until the socket is a WebSocket nobody else listens, and an unheard error would end the process.
    const ignore = (): void => void socket.destroy();
    socket.on("error", ignore);
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (!SYNC_PATH.test(path)) return void answer(socket, { status: 404, body: "Not Found" });

    const asked = { endpoint: SYNC_ENDPOINT, subject: {} };
    const { faults } = deployment.parts;
    await wait(faults.decide("delay", 0, asked).value);
    const planted = faults.decide("answer", null, asked).value;
    if (planted !== null) return void answer(socket, planted);

    socket.off("error", ignore);
    upgrades.handleUpgrade(request, socket, head, (webSocket) => {
      const one = openSocket(deployment, webSocket, `connection ${++opened}`, { path });
      const sockets = open.get(server);
      if (sockets === undefined) return void one.cut();
      sockets.add(one);
      webSocket.on("close", () => sockets.delete(one));
    });
  }

  return {
    attach(server) {
      open.set(server, new Set());
      const listener = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
        upgrade(server, request, socket, head).catch(() => socket.destroy());
      };
      server.on("upgrade", listener);
      return async () => {
        server.off("upgrade", listener);
        const sockets = open.get(server) ?? new Set();
        open.delete(server);
        await Promise.all([...sockets].map((one) => one.cut()));
      };
    },
    invalidate() {
      for (const connection of connections()) connection.invalidate();
    },
    expireIdentities() {
      const expired = new ServerError("unauthenticated", "TokenExpired", "Convex token identity expired");
      for (const connection of connections()) if (connection.hasIdentity()) connection.fail(expired);
    },
  };
}

/** Answers an upgrade with plain HTTP, and ends the socket. */
function answer(socket: Duplex, planted: PlantedAnswer): void {
  if ("reset" in planted) return void socket.destroy();
  const { status, headers = {}, body } = planted;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const all = {
    "content-type": typeof body === "string" ? "text/plain" : "application/json",
    ...headers,
    "content-length": String(Buffer.byteLength(text)),
    connection: "close",
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\n${text}`);
}
