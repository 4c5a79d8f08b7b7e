import { isEmail } from "../directory/email.ts";
import { isObject, kindOf, memberPath } from "./field-reader.ts";
import type { Remarks } from "./remarks.ts";

/** An account as it stands in the file, and where. */
export interface WrittenAccount {
  fields: Record<string, unknown>;
  path: string;
}

/** How deep accounts may lie: `{ "development": { "team": { "admin": {…} } } }`. */
const DEEPEST = 4;

/**
 * Finds accounts in a value: a list of them, an object of them by name or by address, or one of these for each environment. An
 * account is an object with an address, or the password of the address under which it stands.
 */
export function findAccounts(value: unknown, path: string, remarks: Remarks, depth = 0): WrittenAccount[] {
  if (isObject(value) && has(value, "email", "emailaddress")) return [{ fields: value, path }];
  const isList = Array.isArray(value);
  if ((!isList && !isObject(value)) || depth >= DEEPEST) {
    remarks.problem(path, `must be an account or hold accounts; it is ${kindOf(value)}.`);
    return [];
  }
  return Object.entries(value).flatMap(([key, one]) => {
    const at = memberPath(path, isList ? Number(key) : key);
    if (isEmail(key) && typeof one === "string") return [{ fields: { email: key, password: one }, path: at }];
    if (isEmail(key) && isObject(one)) return [{ fields: { email: key, ...one }, path: at }];
    if (isList || isObject(one) || Array.isArray(one))
      return isWithoutAddress(one, at, isList, remarks) ? [] : findAccounts(one, at, remarks, depth + 1);
    // Beside its accounts, a file may say when it was written, and by what.
    return [];
  });
}

/** Whether it looks like an account and has no address, which is said. */
function isWithoutAddress(value: unknown, path: string, isInList: boolean, remarks: Remarks): boolean {
  if (!isObject(value) || has(value, "email", "emailaddress")) return false;
  if (Object.values(value).some((field) => typeof field === "object" && field !== null)) return false;
  if (isInList || has(value, "password")) remarks.problem(path, "has no email.");
  else remarks.note(path, "has no email and was left out.");
  return true;
}

function has(value: Record<string, unknown>, ...names: string[]): boolean {
  return Object.keys(value).some((key) => names.includes(key.toLowerCase().replace(/[-_]/g, "")));
}
