import { announcedUrl } from "./local-url.ts";

/** What is known about the app's address while its output goes by. */
export interface PortFollower {
  /** Takes a line of output. */
  line(text: string): void;
  /** Ends the waiting. */
  close(): void;
}

/** What decides whether an address is the app's. */
export interface FollowOptions {
  /** Where the app is expected. */
  origin: string;
  /** Ports of the emulator itself. */
  ownPorts: readonly number[];
  /** Is told once, when the app has evidently come up elsewhere. */
  onMoved(origin: string): void;
  /** How long to wait for a better address once there is one, in milliseconds. */
  quietMs?: number;
}

/** Others that start beside the app announce themselves as well; the app's own address may come after theirs. */
const QUIET_MS = 1_500;

/** How far a server goes on from its own port. */
const NEAR = 20;

/** Watches the output of a command for the address of the app, and tells if it is another one than expected. */
export function followPort({ origin, ownPorts, onMoved, quietMs = QUIET_MS }: FollowOptions): PortFollower {
  const expected = new URL(origin);
  const expectedPort = portOf(expected);
  let isSettled = false;
  let best: { origin: string; rank: number } | null = null;
  let timer: NodeJS.Timeout | undefined;

  function settle(): void {
    isSettled = true;
    clearTimeout(timer);
  }

  /** How likely an address is the app's; 0: not at all. */
  function rank(candidate: URL, isLocalLine: boolean): number {
    const port = portOf(candidate);
    if (ownPorts.includes(port)) return 0;
    const isNear = port >= expectedPort && port <= expectedPort + NEAR;
    return (isNear ? 2 : 0) + (isLocalLine ? 1 : 0);
  }

  return {
    line(text) {
      if (isSettled) return;
      const announced = announcedUrl(text);
      if (announced === null) return;
      const url = new URL(announced.origin);
      if (announced.origin === origin || isSameOnThisMachine(url, expected)) {
        settle();
        return;
      }
      const own = rank(url, announced.isLocalLine);
      if (own > (best?.rank ?? 0)) best = { origin: announced.origin, rank: own };
      if (best === null) return;
      const { origin: moved } = best;
      clearTimeout(timer);
      timer = setTimeout(() => {
        settle();
        onMoved(moved);
      }, quietMs);
    },
    close: settle,
  };
}

function portOf(url: URL): number {
  return Number(url.port === "" ? (url.protocol === "https:" ? 443 : 80) : url.port);
}

/** A server that prints `127.0.0.1` is mostly reached by `localhost`, too: the name the app is configured for counts. */
function isSameOnThisMachine(one: URL, other: URL): boolean {
  return one.protocol === other.protocol && portOf(one) === portOf(other);
}
