import { createServer } from "node:net";

/**
 * Keeps a port, where it is free, from being given to who asks for any free one: the app will want it, and does not have it yet.
 *
 * @returns lets go of it
 */
export async function holdPort(port: number): Promise<() => Promise<void>> {
  const server = createServer();
  const isHeld = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "localhost", () => resolve(true));
  });
  return async () => {
    if (isHeld) await new Promise((resolve) => server.close(resolve));
  };
}
