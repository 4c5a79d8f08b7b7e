import inspect from "object-inspect";
import { currentCall } from "./call-context.ts";

/** Convex cuts a line off here; characters. */
const LONGEST_LINE = 32_768;

const LEVELS = { debug: "DEBUG", error: "ERROR", info: "INFO", log: "LOG", warn: "WARN" } as const;

/**
 * Puts a console in the place of Node's whose lines go to the function that is running, written as Convex writes them:
 * `[LOG] 'text' { a: 1 }`. Outside of a function they go nowhere, as in Convex.
 */
export function installConsole(): void {
  const timers = new Map<string, number>();
  const write = (level: string, parts: unknown[]): void => {
    currentCall()?.logLines.push(formatLine(level, parts));
  };
  const methods: Record<string, (...parts: unknown[]) => void> = {
    trace: (...parts) => write("LOG", ["Trace:", ...parts]),
    time: (label) => void timers.set(String(label ?? "default"), performance.now()),
    timeLog: (label, ...parts) => writeTimer(String(label ?? "default"), parts),
    timeEnd: (label) => {
      writeTimer(String(label ?? "default"), []);
      timers.delete(String(label ?? "default"));
    },
  };
  for (const [name, level] of Object.entries(LEVELS)) methods[name] = (...parts) => write(level, parts);

  function writeTimer(label: string, parts: unknown[]): void {
    const begun = timers.get(label);
    if (begun === undefined) write("WARN", [`Timer '${label}' does not exist`]);
    else write("INFO", [`${label}: ${performance.now() - begun}ms`, ...parts]);
  }
  Object.defineProperty(globalThis, "console", {
    value: Object.assign(Object.create({}) as object, methods),
    writable: true,
    configurable: true,
    enumerable: false,
  });
}

function formatLine(level: string, parts: unknown[]): string {
  const text = parts
    .map((part) => inspect(part, { maxStringLength: LONGEST_LINE, indent: 2, customInspect: true }))
    .join(" ");
  return text.length <= LONGEST_LINE
    ? `[${level}] ${text}`
    : `[${level}] ${text.slice(0, LONGEST_LINE)} (truncated due to length)`;
}
