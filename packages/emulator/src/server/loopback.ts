import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { EmulatorError } from "../emulator-error.ts";

/** Servers on one port of this machine's loopback addresses. */
export interface LoopbackServer {
  port: number;
  /** Such as `http://localhost:4100`. */
  url: string;
  /** One per loopback address: `127.0.0.1`, and `::1` where the machine has it. */
  servers: readonly Server[];
  /** Ends all connections and lets go of the port. */
  close(): Promise<void>;
}

/** What is listened on, for sentences: `AuthKit`, `--port`. */
export interface LoopbackName {
  what: string;
  /** How another port is chosen. */
  option: string;
}

const IPV4 = "127.0.0.1";
const IPV6 = "::1";
/** A free port of one address can be taken on the other one; the next draw seldom is. */
const MOST_DRAWS = 20;

/**
 * Listens on both loopback addresses, so that `localhost` arrives whichever of them a client resolves it to, and on nothing
 * that another machine reaches.
 *
 * @param port 0: any port that is free on both
 * @throws {EmulatorError} a sentence where the port is in use or may not be used
 */
export async function listenOnLoopback(
  port: number,
  name: LoopbackName,
  listener: RequestListener,
): Promise<LoopbackServer> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new EmulatorError(
      `${port} is no port for ${name.what}. Choose one from 1 to 65535 with ${name.option}, or 0 for any free one.`,
    );
  for (let draw = 1; ; draw++) {
    const first = await listen(port, IPV4, listener).catch((error: unknown) => {
      throw explained(error, port, name);
    });
    const chosen = (first.address() as AddressInfo).port;
    try {
      return loopbackServer(chosen, [first, await listen(chosen, IPV6, listener)]);
    } catch (error) {
      if (isWithoutIpv6(error)) return loopbackServer(chosen, [first]);
      await end(first);
      if (port !== 0 || draw === MOST_DRAWS) throw explained(error, chosen, name);
    }
  }
}

function loopbackServer(port: number, servers: Server[]): LoopbackServer {
  return {
    port,
    url: `http://localhost:${port}`,
    servers,
    close: async () => void (await Promise.all(servers.map(end))),
  };
}

function listen(port: number, host: string, listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    // Never shared with another process, also not where a runner forks workers.
    server.listen({ port, host, exclusive: true }, () => {
      server.off("error", reject);
      resolve(server);
    });
  });
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function isWithoutIpv6(error: unknown): boolean {
  return ["EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL"].includes(codeOf(error));
}

function explained(error: unknown, port: number, { what, option }: LoopbackName): EmulatorError {
  const code = codeOf(error);
  if (code === "EADDRINUSE")
    return new EmulatorError(
      `Port ${port}, on which ${what} should listen, is in use. End the program that uses it (another emulator, perhaps), or choose another port with ${option}.`,
    );
  if (code === "EACCES")
    return new EmulatorError(
      `Port ${port}, on which ${what} should listen, may not be used without more rights. Choose one above 1023 with ${option}.`,
    );
  return new EmulatorError(
    `${what} could not listen on port ${port} of this machine: ${error instanceof Error ? error.message : String(error)}.`,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
