import { eitherOf, isOpposite, isSameCondition, noneOf } from "../conditions.ts";
import { concat, oneOf, undefinedAt, unknown } from "../make-value.ts";
import type { ModuleGraph } from "../module-graph.ts";
import type { Node, ParsedModule } from "../parse.ts";
import { findDeclaration } from "../scopes.ts";
import type { Declaration } from "../scopes.ts";
import type {
  ArrayValue,
  Condition,
  Entry,
  EnvironmentSource,
  FunctionValue,
  ObjectValue,
  OneOfValue,
  Provenance,
  Value,
} from "../value.ts";
import type { FunctionLike } from "../walk.ts";

/** The variables of one call of a function, or of a module. */
export class Frame {
  readonly values = new Map<Declaration, Value>();
  readonly outer: Frame | null;
  /** Conditions that held where a variable was declared: an assignment under the same ones is unconditional. */
  readonly declaredUnder = new Map<Declaration, readonly Condition[]>();

  constructor(outer: Frame | null) {
    this.outer = outer;
  }

  /** The frame that holds a variable. */
  holding(declaration: Declaration): Frame | undefined {
    if (this.values.has(declaration)) return this;
    for (let frame = this.outer; frame !== null; frame = frame.outer) {
      if (frame.values.has(declaration)) return frame;
    }
    return undefined;
  }
}

/** Where code runs: the module it is written in, its variables and its `this`. */
export interface Context {
  module: ParsedModule;
  frame: Frame;
  thisValue: Value | null;
}

/** What a function value does when it is called. */
export interface Closure {
  node: FunctionLike;
  context: Context;
}

/** What an unknown value is known to be: something of a package, of the language, or the environment itself. */
export type Reference =
  | { kind: "environment"; from: EnvironmentSource }
  | { kind: "module"; path: string }
  | { kind: "global"; path: string }
  /** `Buffer.from(text)` */
  | { kind: "buffer"; text: Value }
  | { kind: "package"; package: string; path: string; calls: readonly PackageStep[] };

/** One call on the way to a value of a package: `new AuthKit(…)` before `.getAuthConfigProviders()`. */
export interface PackageStep {
  /** What was called, without arguments: `new AuthKit()`, `z.object()`. */
  path: string;
  args: readonly Value[];
}

/** A call of something that a package exports. */
export interface PackageCall {
  /** What is called, e.g. `new AuthKit().getAuthConfigProviders`; it starts with the exported name. */
  path: string;
  args: readonly Value[];
  /** The calls before this one, e.g. the `new` whose method this is; the nearest last. */
  before: readonly PackageStep[];
  at: Provenance;
  /** Reads a property as the language does. */
  member(object: Value, key: string): Value;
  /** The value of an environment variable, as read at this place. */
  env(name: string, from?: EnvironmentSource): Value;
  /** What is known of a value beyond being unknown. */
  reference(value: Value): Reference | undefined;
  /** Calls a function of the project that was handed in. */
  call(callee: Value, args: readonly Value[]): Value;
  /** Makes an object; `open` where there may be more keys. */
  object(entries: readonly { key: string; value: Value }[], open: boolean): Value;
  array(values: readonly Value[]): Value;
}

/**
 * Gives what a function of a package returns, or undefined where that is not known. In a table of them the key is
 * `package#path`; `package#*` stands for all of a package that has no key of its own.
 */
export type PackageFunction = (call: PackageCall) => Value | undefined;

const MOST_STEPS = 200_000;
const DEEPEST = 250;
const DEEPEST_CALL = 24;

/** Gives up the whole evaluation; caught where it started. */
export class TooMuchWork extends Error {}

/**
 * The state of one evaluation: budgets, the conditions under which the current code runs, and what is remembered
 * about values besides what they show. Arrays and objects are shared and changed in place, as in the language.
 */
export class Machine {
  readonly graph: ModuleGraph;
  readonly packageFunctions: Readonly<Record<string, PackageFunction>>;
  /** Conditions under which the code that runs now is reached, the outermost first. */
  readonly conditions: Condition[] = [];
  /** An expression whose value is wanted although the program runs past it. */
  watched: Node | null = null;
  readonly seenWatched: Value[] = [];

  /** What modules assign to `module.exports`, by path. */
  readonly commonJs = new Map<string, Value>();

  readonly #closures = new WeakMap<Value, Closure>();
  readonly #references = new WeakMap<Value, Reference>();
  readonly #getters = new WeakSet<Entry>();
  readonly #fixed = new WeakSet<Value>();
  readonly #lost = new WeakSet<Value>();
  readonly #createdUnder = new WeakMap<Value, readonly Condition[]>();
  #steps = 0;
  #depth = 0;
  #callDepth = 0;

  // Set once by the module that puts the interpreter together; the parts need each other.
  evaluate: (node: Node, context: Context) => Value = notReady;
  call: (callee: Value, args: readonly Value[], thisValue: Value | null, at: Provenance) => Value = notReady;
  runModule: (path: string) => Frame | undefined = notReady;
  exportOf: (path: string, name: string, at: Provenance) => Value = notReady;

  constructor(graph: ModuleGraph, packageFunctions: Readonly<Record<string, PackageFunction>>) {
    this.graph = graph;
    this.packageFunctions = packageFunctions;
  }

  /** Counts work, so that hostile code ends as unknown instead of running on. */
  step(): void {
    if (++this.#steps > MOST_STEPS) throw new TooMuchWork();
  }

  /**
   * Goes through a list. Gives up where the list is changed meanwhile: which items the language would visit is then
   * another matter.
   */
  whileUnchanged<Result>(array: ArrayValue, run: (items: ArrayValue["items"]) => Result): Result {
    const items = [...array.items];
    const result = run(items);
    const isUnchanged =
      array.items.length === items.length && array.items.every((item, index) => item === items[index]);
    if (!isUnchanged) throw new TooMuchWork();
    return result;
  }

  /** Runs something one level deeper; gives the other value where the nesting has no end. */
  nested<Result>(run: () => Result, tooDeep: () => Result): Result {
    this.step();
    if (this.#depth >= DEEPEST) return tooDeep();
    this.#depth++;
    try {
      return run();
    } finally {
      this.#depth--;
    }
  }

  /** Runs the body of a function; gives the other value where calls have no end. */
  called<Result>(run: () => Result, tooDeep: () => Result): Result {
    if (this.#callDepth >= DEEPEST_CALL) return tooDeep();
    this.#callDepth++;
    const conditions = this.conditions.length;
    try {
      return run();
    } finally {
      this.#callDepth--;
      this.conditions.length = conditions;
    }
  }

  /** Runs something that is only reached under further conditions. */
  under<Result>(conditions: readonly Condition[], run: () => Result): Result {
    const before = this.conditions.length;
    this.conditions.push(...conditions);
    try {
      return run();
    } finally {
      this.conditions.length = before;
    }
  }

  /** Does something with each alternative, under the conditions under which it is met. */
  eachAlternative(value: OneOfValue, at: Provenance, change: (alternative: Value) => Value): Value {
    const passed: Condition[] = [];
    const alternatives = value.alternatives.map(({ value: inner, when }) => {
      const changed = this.under([...passed, ...when], () => change(inner));
      passed.push(noneOf(when));
      return { value: changed, when };
    });
    return oneOf(alternatives, at);
  }

  /** Whether the path that is taken now settles a condition. */
  settled(condition: Condition): boolean | undefined {
    for (const known of this.conditions) {
      if (isSameCondition(known, condition)) return true;
      if (isOpposite(known, condition)) return false;
      if (known.expects === "truthy" && isSameCondition({ ...known, expects: "present" }, condition))
        return true;
      if (known.expects === "truthy" && isSameCondition({ ...known, expects: "nullish" }, condition))
        return false;
      if (known.expects === "nullish" && isSameCondition({ ...known, expects: "falsy" }, condition))
        return true;
      if (known.expects === "nullish" && isSameCondition({ ...known, expects: "truthy" }, condition))
        return false;
    }
    return undefined;
  }

  /** A value with the alternatives left out that cannot be met on the path that is taken now. */
  narrowed(value: Value): Value {
    if (this.conditions.length === 0) return value;
    if (value.kind === "env" && value.fallback !== null) {
      const isSet = this.settled({ test: { ...value, fallback: null }, expects: "truthy" });
      return isSet === true ? { ...value, fallback: null } : value;
    }
    if (value.kind !== "oneOf") return value;
    const alternatives = value.alternatives.flatMap(({ value: inner, when }) => {
      const open: Condition[] = [];
      for (const condition of when) {
        const settled = this.settled(condition);
        if (settled === false) return [];
        if (settled === undefined) open.push(condition);
      }
      return [{ value: inner, when: open }];
    });
    return oneOf(alternatives, value);
  }

  /** The conditions of the current path beyond those under which something came into being. */
  #beyond(conditions: readonly Condition[] | undefined): Condition[] {
    let common = 0;
    while (common < (conditions?.length ?? 0) && this.conditions[common] === conditions?.[common]) common++;
    return this.conditions.slice(common);
  }

  // Values and what is remembered about them

  at(node: { start: number; end: number }, context: Context): Provenance {
    return { location: context.module.locationOf(node), span: { start: node.start, end: node.end } };
  }

  array(items: ArrayValue["items"], open: boolean, at: Provenance): ArrayValue {
    if (items.length > 5000)
      return { kind: "array", items: [], open: true, location: at.location, span: at.span };
    const array: ArrayValue = { kind: "array", items, open, location: at.location, span: at.span };
    this.#createdUnder.set(array, [...this.conditions]);
    return array;
  }

  object(entries: Entry[], open: boolean, at: Provenance): ObjectValue {
    const object: ObjectValue = { kind: "object", entries, open, location: at.location, span: at.span };
    this.#createdUnder.set(object, [...this.conditions]);
    return object;
  }

  func(name: string, closure: Closure, at: Provenance): FunctionValue {
    const value: FunctionValue = { kind: "function", name, location: at.location, span: at.span };
    this.#closures.set(value, closure);
    return value;
  }

  closure(value: Value): Closure | undefined {
    return this.#closures.get(value);
  }

  /** An unknown value of which it is remembered what it is, so that members and calls can be told. */
  referring(reference: Reference, why: string, at: Provenance): Value {
    const value = unknown(why, at);
    this.#references.set(value, reference);
    return value;
  }

  reference(value: Value): Reference | undefined {
    return this.#references.get(value);
  }

  markGetter(entry: Entry): void {
    this.#getters.add(entry);
  }

  /** Marks an array or object that nothing can change any more (`as const`, `Object.freeze`). */
  fix(value: Value): void {
    this.#fixed.add(value);
  }

  // Variables

  declare(identifier: Node, value: Value, frame: Frame): void {
    if (identifier.type !== "Identifier") return;
    const declaration = findDeclaration(identifier.name, identifier);
    if (declaration !== undefined) this.declareAs(declaration, value, frame);
  }

  declareAs(declaration: Declaration, value: Value, frame: Frame): void {
    frame.values.set(declaration, value);
    frame.declaredUnder.set(declaration, [...this.conditions]);
  }

  assign(declaration: Declaration, value: Value, frame: Frame): void {
    const holder = frame.holding(declaration);
    if (holder === undefined) return;
    const when = this.#beyond(holder.declaredUnder.get(declaration));
    const before = holder.values.get(declaration) ?? undefinedAt(value);
    holder.values.set(
      declaration,
      when.length === 0
        ? value
        : oneOf(
            [
              { value, when },
              { value: before, when: [] },
            ],
            value,
          ),
    );
  }

  // Changing arrays and objects

  /** Adds items at one end of a list, under the conditions of the current path. */
  addItems(array: ArrayValue, items: ArrayValue["items"], where: "start" | "end"): void {
    if (this.#fixed.has(array) || this.#lost.has(array)) return;
    const when = this.#beyond(this.#createdUnder.get(array));
    const added = items.map((item) => ({ value: item.value, when: [...when, ...item.when] }));
    if (array.items.length + added.length > 5000) return this.forget(array);
    if (where === "end") array.items.push(...added);
    else array.items.unshift(...added);
  }

  /** Sets a key of an object, under the conditions of the current path and those given. */
  setKey(
    object: ObjectValue,
    key: string,
    value: Value,
    at: Provenance,
    further: readonly Condition[] = [],
  ): void {
    if (this.#fixed.has(object) || this.#lost.has(object)) return;
    const when = [...this.#beyond(this.#createdUnder.get(object)), ...further];
    const index = object.entries.findIndex((entry) => entry.key === key);
    const before = object.entries[index];
    if (before === undefined) {
      // Whether an open object had the key before is not known, so nothing is certain where this may not happen.
      if (object.open && when.length > 0) return;
      object.entries.push({ key, value, when, location: at.location, span: at.span });
      return;
    }
    // Writing to an accessor calls its setter, throws, or does nothing.
    if (this.#getters.has(before)) return this.forget(object);
    if (when.length === 0) {
      object.entries[index] = { key, value, when: [], location: at.location, span: at.span };
      return;
    }
    const chosen = oneOf(
      [
        { value, when },
        { value: this.entryValue(object, before), when: [] },
      ],
      at,
    );
    object.entries[index] = {
      key,
      value: chosen,
      when: eitherOf(when, before.when),
      location: before.location,
      span: before.span,
    };
  }

  deleteKey(object: ObjectValue, key: string): void {
    if (this.#fixed.has(object) || this.#lost.has(object)) return;
    if (this.#beyond(this.#createdUnder.get(object)).length > 0) this.forget(object);
    else object.entries = object.entries.filter((entry) => entry.key !== key);
  }

  /** Nothing is known of the contents of an array or object any more. */
  forget(value: ArrayValue | ObjectValue): void {
    if (this.#fixed.has(value)) return;
    value.open = true;
    if (value.kind === "array") value.items = [];
    else value.entries = [];
  }

  /**
   * A value has been handed to code that is not known: what can be changed in it may be changed now and at any later
   * time, so nothing is known of its contents from here on.
   */
  escape(root: Value): void {
    const pending: Value[] = [root];
    const seen = new Set<Value>();
    for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
      this.step();
      if (seen.has(value)) continue;
      seen.add(value);
      if (value.kind === "array") pending.push(...value.items.map((item) => item.value));
      else if (value.kind === "object") pending.push(...value.entries.map((entry) => entry.value));
      else if (value.kind === "oneOf") pending.push(...value.alternatives.map((it) => it.value));
      if (value.kind === "array" || value.kind === "object") {
        this.forget(value);
        if (!this.#fixed.has(value)) this.#lost.add(value);
      }
    }
  }

  // Reading members

  entryValue(object: ObjectValue, entry: Entry): Value {
    if (!this.#getters.has(entry)) return entry.value;
    return this.call(entry.value, [], object, entry);
  }

  env(name: string, from: EnvironmentSource, at: Provenance): Value {
    return { kind: "env", name, from, fallback: null, location: at.location, span: at.span };
  }

  /** The text of a value as a property key; undefined when it is not known. */
  key(value: Value): string | undefined {
    const text = concat([value], value);
    return text.kind === "string" ? text.value : undefined;
  }
}

function notReady(): never {
  throw new Error("The interpreter is not put together.");
}
