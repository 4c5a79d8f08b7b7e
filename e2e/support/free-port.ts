import { createServer } from "node:net";

/** A port that is free now. An app has to be built with its own address, so it must be known before anything listens on it. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "localhost", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("This machine gave no port.");
  return address.port;
}
