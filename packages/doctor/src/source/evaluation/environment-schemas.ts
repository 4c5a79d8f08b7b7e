import { isNullish } from "../conditions.ts";
import type { Value } from "../value.ts";
import type { PackageCall, PackageStep } from "./machine.ts";

/** Methods and functions of schemas that let a value through unchanged, or refuse it. */
const UNCHANGING =
  /^(?:string|url|email|uuid|min|max|length|nonempty|startsWith|endsWith|regex|includes|refine|superRefine|describe|optional|nullable|nullish|readonly|brand|meta|check|cuid2?|ulid|nanoid|jwt|base64|hostname|str|host)$/;

/**
 * Calls of schema libraries through which environment variables are read: `z.object({…}).parse(process.env)`,
 * `createEnv({ server: {…}, runtimeEnv: process.env })`, `cleanEnv(process.env, {…})`. A key is a variable only where
 * its schema changes nothing; where a schema may change the value, the key is unknown.
 */
export function callSchema(call: PackageCall): Value | undefined {
  const method = call.path.split(".").at(-1);
  if (method === "createEnv") return createEnv(call);
  const [first, second] = call.args;
  if (method === "cleanEnv" && first !== undefined && second !== undefined)
    return readKeys(call, second, first);
  if ((method === "parse" || method === "safeParse") && first !== undefined) {
    const shape = shapeOf(call.before);
    const isPassing = call.before.some(({ path }) =>
      /\.(?:passthrough|loose|catchall)\(\)$|looseObject\(\)$/.test(path),
    );
    const parsed = shape === undefined ? undefined : readKeys(call, shape, first, isPassing);
    if (parsed === undefined || method === "parse") return parsed;
    // What is made of the result where parsing fails is not followed: there is no data then.
    return call.object(
      [
        { key: "success", value: { kind: "boolean", value: true, ...call.at } },
        { key: "data", value: parsed },
      ],
      true,
    );
  }
  return undefined;
}

/** The keys of `z.object({…})`, when nothing behind it changes them. */
function shapeOf(steps: readonly PackageStep[]): Value | undefined {
  const [first, ...others] = steps;
  if (first === undefined || !/(?:^|\.)(?:object|strictObject|looseObject)\(\)$/.test(first.path))
    return undefined;
  const isPlain = others.every(({ path }) =>
    /\.(?:strict|strip|passthrough|loose|readonly|partial|required|describe)\(\)$/.test(path),
  );
  return isPlain ? first.args[0] : undefined;
}

function readKeys(call: PackageCall, shape: Value, source: Value, isPassing = false): Value | undefined {
  if (shape.kind !== "object") return undefined;
  if (call.reference(source)?.kind !== "environment" && source.kind !== "object") return undefined;
  const entries = shape.entries.map((entry) => ({
    key: entry.key,
    value: checked(call, entry.value, call.member(source, entry.key)),
  }));
  return call.object(entries, shape.open || isPassing);
}

/** `createEnv` of t3-env: every key of its schemas, read from `runtimeEnv`. */
function createEnv(call: PackageCall): Value | undefined {
  const [options] = call.args;
  if (options?.kind !== "object") return undefined;
  const strict = call.member(options, "runtimeEnvStrict");
  const given = isNullish(strict) === true ? call.member(options, "runtimeEnv") : strict;
  const partial = call.member(options, "experimental__runtimeEnv");
  const entries: { key: string; value: Value }[] = [];
  let isOpen = options.open;
  for (const part of ["extends", "shared", "client", "server"]) {
    const schemas = call.member(options, part);
    if (isNullish(schemas) === true) continue;
    if (part === "extends" || schemas.kind !== "object") {
      if (part !== "extends" || schemas.kind !== "array" || schemas.open) {
        isOpen = true;
        continue;
      }
      for (const { value } of schemas.items) {
        if (value.kind === "object" && !value.open)
          entries.push(...value.entries.map((it) => ({ key: it.key, value: it.value })));
        else isOpen = true;
      }
      continue;
    }
    isOpen ||= schemas.open;
    for (const entry of schemas.entries) {
      const own = call.member(partial, entry.key);
      const usesPartial = partial.kind === "object" && isNullish(own) !== true;
      const isPartial = isNullish(partial) !== true;
      const read = usesPartial ? own : isPartial ? call.env(entry.key) : call.member(given, entry.key);
      entries.push({ key: entry.key, value: checked(call, entry.value, read) });
    }
  }
  return call.object(entries, isOpen);
}

/** What a schema gives for a value. */
function checked(call: PackageCall, schema: Value, value: Value): Value {
  const unknownResult: Value = { kind: "unknown", why: "its schema may change the value", ...call.at };
  const reference = call.reference(schema);
  if (reference?.kind !== "package") return unknownResult;
  let result = value;
  for (const { path, args } of reference.calls) {
    const method = /([\w$]+)\(\)$/.exec(path)?.[1] ?? "";
    const [first] = args;
    if (method === "default" || method === "catch" || (method === "str" && first?.kind === "object")) {
      const fallback = method === "str" && first !== undefined ? call.member(first, "default") : first;
      if (method === "str" && fallback !== undefined && isNullish(fallback) === true) continue;
      if (method === "catch" || fallback === undefined) return unknownResult;
      if (result.kind !== "env" || result.fallback !== null) return unknownResult;
      result = { ...result, fallback: { value: fallback, when: "missing" } };
    } else if (!UNCHANGING.test(method)) {
      return unknownResult;
    }
  }
  return result;
}
