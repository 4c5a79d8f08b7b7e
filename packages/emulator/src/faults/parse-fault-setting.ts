import type { Fault, FaultSetting, ParameterValue } from "./fault.ts";

const REACH = ["times", "for", "user", "session"] as const;

/**
 * Reads a fault as it is written on a command line: its id, and behind a question mark what is to be set, as in an address:
 * `rate-limit`, `rate-limit?times=2&user=ada@example.com`, `slow-refresh?milliseconds=25000`.
 *
 * @throws {RangeError} a sentence
 */
export function parseFaultSetting(text: string, known: readonly Fault[]): FaultSetting {
  const mark = text.indexOf("?");
  const id = mark === -1 ? text : text.slice(0, mark);
  const setting: FaultSetting = { id };
  const parameters: Record<string, ParameterValue> = {};
  const own = known.find((fault) => fault.id === id)?.parameters ?? {};
  for (const [name, value] of new URLSearchParams(mark === -1 ? "" : text.slice(mark + 1))) {
    if (name === "times") setting.times = numberFrom(name, value);
    else if (name === "for" || name === "user" || name === "session") setting[name] = value;
    else parameters[name] = valueFrom(name, value, own[name]?.default);
  }
  return Object.keys(parameters).length === 0 ? setting : { ...setting, parameters };
}

/** @throws {RangeError} a sentence about what is wrong with the setting as a whole */
export function checkReach(setting: FaultSetting): void {
  const { id, times } = setting;
  if (times !== undefined && !(Number.isInteger(times) && times > 0))
    throw new RangeError(
      `"times" of the fault "${id}" must be a whole number from 1 on, not ${String(times)}.`,
    );
  for (const name of REACH) {
    const value = setting[name];
    if (name === "times" || value === undefined) continue;
    if (typeof value !== "string" || value === "")
      throw new RangeError(`"${name}" of the fault "${id}" must be a text that is not empty.`);
  }
}

function valueFrom(name: string, text: string, standard: ParameterValue | undefined): ParameterValue {
  if (typeof standard === "number") return numberFrom(name, text);
  if (typeof standard !== "boolean") return text;
  if (text === "true" || text === "false") return text === "true";
  throw new RangeError(`"${name}" must be true or false, not "${text}".`);
}

function numberFrom(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value))
    throw new RangeError(`"${name}" must be a number, not "${text}".`);
  return value;
}
