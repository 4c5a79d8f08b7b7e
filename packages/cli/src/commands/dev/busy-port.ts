import { connect } from "node:net";

/** Tries before giving up, as Next.js does. */
const MOST_TRIES = 10;

/**
 * The port that a development server will end up on that takes the next one where its own is busy.
 *
 * @param own ports that the emulator takes
 */
export async function nextFreePort(
  port: number,
  own: readonly number[],
  isBusy: (port: number) => Promise<boolean> = isPortBusy,
): Promise<number> {
  for (let candidate = port; candidate < port + MOST_TRIES; candidate++)
    if (!own.includes(candidate) && !(await isBusy(candidate))) return candidate;
  return port;
}

/** Whether something listens on a port of this machine. Asks by connecting: listening would get in the way of others. */
export async function isPortBusy(port: number): Promise<boolean> {
  const answers = await Promise.all(["127.0.0.1", "::1"].map((host) => accepts(host, port)));
  return answers.includes(true);
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 300 });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
}
