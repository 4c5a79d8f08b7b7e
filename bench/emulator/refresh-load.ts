import { join } from "node:path";
import { type NodeProcess, startNode } from "./node-process.ts";
import type { Server } from "./servers.ts";
import { freePort, untilAnswer } from "./start-times.ts";

/** What was done in a while. */
export interface Slice {
  perSecond: number;
  /** Processor time of the process that did it, per piece, in microseconds; its thread pool is part of it. */
  cpu: number;
}

/** A server under the load of sessions that refresh. */
export interface LoadedServer {
  name: string;
  /** Refreshes answered so far. */
  refreshes(): number;
  /** Lets the sessions refresh for so many milliseconds. */
  refreshFor(milliseconds: number): Promise<Slice>;
  /** Lets the sessions refresh until there were so many refreshes. */
  refreshUntil(count: number): Promise<void>;
  /** What the process holds after a garbage collection: heap and buffers. Bytes. */
  held(): Promise<number>;
  end(): Promise<void>;
}

const SESSIONS = 10;
const files = import.meta.dirname;

/** Starts a server and the sessions that refresh there. */
export async function loadServer(server: Server): Promise<LoadedServer> {
  const port = await freePort();
  const preload = [...server.preload, join(files, "servers", "report-resources.js")];
  const imports = preload.flatMap((file) => ["--import", file]);
  const main = startNode(["--expose-gc", ...imports, ...server.args(port)], { cwd: server.folder });
  const client = startNode([join(files, "refresh-client.js")]);
  const end = async (): Promise<void> => void (await Promise.all([main.end(), client.end()]));
  try {
    await untilAnswer(main, port, server.jwks);
    const origin = `http://127.0.0.1:${port}`;
    const tokens: string[] = [];
    for (let session = 0; session < SESSIONS; session++) tokens.push(await server.signIn(origin, session));
    await client.ask({ target: { ...server.refresh, port }, tokens });
    return loaded(server.name, main, client, end);
  } catch (error) {
    await end();
    throw error;
  }
}

function loaded(
  name: string,
  main: NodeProcess,
  client: NodeProcess,
  end: LoadedServer["end"],
): LoadedServer {
  let refreshes = 0;
  const resources = (collect: boolean): Promise<{ bytes: number; cpuMicroseconds: number }> =>
    main.ask({ collect });
  async function refresh(wish: { milliseconds?: number; count?: number }): Promise<Slice> {
    const before = await resources(false);
    const { count, seconds } = await client.ask<{ count: number; seconds: number }>(wish);
    const after = await resources(false);
    refreshes += count;
    return { perSecond: count / seconds, cpu: (after.cpuMicroseconds - before.cpuMicroseconds) / count };
  }
  return {
    name,
    refreshes: () => refreshes,
    refreshFor: (milliseconds) => refresh({ milliseconds }),
    async refreshUntil(count) {
      if (count > refreshes) await refresh({ count: count - refreshes });
    },
    held: async () => (await resources(true)).bytes,
    end,
  };
}

/** Signs on one thread of a process of its own. */
export function startSigning(): { signFor(milliseconds: number): Promise<Slice>; end(): Promise<void> } {
  const signer = startNode([join(files, "signing-client.js")]);
  return {
    async signFor(milliseconds) {
      const { count, seconds, cpuMicroseconds } = await signer.ask<{
        count: number;
        seconds: number;
        cpuMicroseconds: number;
      }>({ milliseconds });
      return { perSecond: count / seconds, cpu: cpuMicroseconds / count };
    },
    end: () => signer.end(),
  };
}
