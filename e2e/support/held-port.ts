import { createServer } from "node:net";

/** A port of this machine. */
export interface HeldPort {
  port: number;
  /** Makes it free for the app. */
  letGo(): Promise<void>;
}

/**
 * A free port that nobody else is given meanwhile. An app has to be built with its own address, so it must be known before anything
 * listens on it, and before other servers ask for any free one.
 */
export async function holdFreePort(): Promise<HeldPort> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "localhost", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("This machine gave no port.");
  return {
    port: address.port,
    letGo: async () => void (await new Promise((resolve) => server.close(resolve))),
  };
}
