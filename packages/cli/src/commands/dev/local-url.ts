import { stripVTControlCharacters } from "node:util";

/** An address on this machine that a program said it listens on. */
export interface AnnouncedUrl {
  /** Scheme, host and port; `0.0.0.0` and `[::]` are written as `localhost`. */
  origin: string;
  /** Whether the line names it as the local address of a server, as Vite, Next.js and others do. */
  isLocalLine: boolean;
}

const URL_IN_LINE =
  /\b(https?):\/\/(localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0|\[::\]|[\w-]+\.localhost):(\d{2,5})\b/i;
const LOCAL_LINE = /(?:^|[^\w])(?:local|loopback)\s*:?\s+https?:/i;
const SERVER_WORDS = /\b(?:ready|listening|started|running|serving|available|server|waiting|web is|open)\b/i;

/**
 * Finds in a line of output the address on which a development server says it can be reached. Addresses in other lines, of
 * a log for instance, are none.
 */
export function announcedUrl(line: string): AnnouncedUrl | null {
  const plain = stripVTControlCharacters(line);
  const [, scheme = "", host = "", port = ""] = URL_IN_LINE.exec(plain) ?? [];
  if (port === "") return null;
  const isLocalLine = LOCAL_LINE.test(plain);
  if (!isLocalLine && !SERVER_WORDS.test(plain)) return null;
  const name = /^(?:0\.0\.0\.0|\[::\])$/.test(host) ? "localhost" : host.toLowerCase();
  return { origin: `${scheme.toLowerCase()}://${name}:${port}`, isLocalLine };
}

/** Cuts output into lines, whatever pieces it comes in. @returns takes a piece */
export function lineReader(onLine: (line: string) => void): (piece: string) => void {
  let rest = "";
  return (piece) => {
    const lines = (rest + piece).split(/\r?\n|\r/);
    rest = (lines.pop() ?? "").slice(-4096);
    for (const line of lines) onLine(line);
  };
}
