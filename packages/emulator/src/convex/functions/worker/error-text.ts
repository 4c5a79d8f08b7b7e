import { convexToJson, type Value } from "convex/values";
import type { Failure } from "./messages.ts";
import { framesOf } from "./stack-frames.ts";

/** An error of the deployment itself rather than of the app's code: shown without `Uncaught`. */
export class PlainError extends Error {}

const CONVEX_ERROR = Symbol.for("ConvexError");

/** Convex cuts messages off here; characters. */
const LONGEST_MESSAGE = 65_536;

/** `Uncaught Error: text` with the frames below it, as Convex shows what a function threw; ends with a line break, as there. */
export function errorText(thrown: unknown): string {
  if (thrown instanceof PlainError) return `${thrown.message}\n`;
  return [headline(thrown), ...framesOf(thrown), ""].join("\n");
}

/** What a client may be told about something that was thrown. */
export function failure(thrown: unknown, logLines: string[]): Failure {
  const message = thrown instanceof PlainError ? thrown.message : headline(thrown);
  const failed: Failure = { success: false, error: errorText(thrown), message, logLines };
  if (!isConvexError(thrown)) return failed;
  try {
    return { ...failed, data: convexToJson((thrown.data ?? null) as Value) };
  } catch (problem) {
    const why = `ConvexError with invalid data: ${problem instanceof Error ? problem.message : String(problem)}`;
    return { ...failed, error: `${why}\n`, message: why };
  }
}

/** Whether it was made by the `ConvexError` of any copy of the convex package. */
export function isConvexError(thrown: unknown): thrown is Error & { data: unknown } {
  return typeof thrown === "object" && thrown !== null && CONVEX_ERROR in thrown;
}

function headline(thrown: unknown): string {
  const { name, message } = nameAndMessage(thrown);
  const text = [name, message].filter((part) => part !== "").join(": ");
  return text === "" ? "Uncaught" : `Uncaught ${text.slice(0, LONGEST_MESSAGE)}`;
}

function nameAndMessage(thrown: unknown): { name: string; message: string } {
  if (thrown instanceof Error)
    return { name: readText(() => thrown.name, "Error"), message: readText(() => thrown.message, "") };
  return { name: "", message: readText(() => String(thrown), "") };
}

/** The app may have put anything in the place of a name, a getter that throws too. */
function readText(read: () => unknown, otherwise: string): string {
  try {
    const text = read();
    return typeof text === "string" ? text : otherwise;
  } catch {
    return otherwise;
  }
}
