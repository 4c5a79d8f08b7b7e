import { unknown } from "../make-value.ts";
import type { ParsedModule } from "../parse.ts";
import { findDeclaration } from "../scopes.ts";
import type { Provenance, Value } from "../value.ts";
import { evaluateExpression } from "./expressions.ts";
import { Frame } from "./machine.ts";
import type { Context, Machine } from "./machine.ts";
import { fromPlain, readMember } from "./members.ts";
import { importedValue, variable } from "./names.ts";
import { runStatements } from "./statements.ts";

/** The most files that one evaluation runs. */
const MOST_MODULES = 100;

interface ModuleState {
  module: ParsedModule;
  frame: Frame;
  /** The value of `export default expression`. */
  defaultValue: Value | undefined;
  isDone: boolean;
}

/** The modules that an evaluation has run, each once and in the order in which they are needed. */
export class Modules {
  readonly #machine: Machine;
  readonly #states = new Map<string, ModuleState | undefined>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Runs the top level of a module, unless it was run before, and gives its variables. */
  run(path: string): Frame | undefined {
    return this.#state(path)?.frame;
  }

  /** The value of an export, `"default"` included. */
  exportOf(path: string, name: string, at: Provenance): Value {
    return this.#exportOf(path, name, at, new Set());
  }

  #exportOf(path: string, name: string, at: Provenance, seen: Set<string>): Value {
    const key = `${path}\0${name}`;
    if (seen.has(key)) return unknown("the exports form a circle", at);
    seen.add(key);
    if (path.endsWith(".json")) return this.#json(path, name, at);
    const state = this.#state(path);
    if (state === undefined) return unknown(`${path} cannot be read`, at);
    const { module, frame } = state;
    const context: Context = { module, frame, thisValue: null };
    const entry = module.exports.find((it) => it.exported === name && !it.typeOnly);
    if (entry?.from != null) {
      const { specifier, imported } = entry.from;
      const resolution = this.#machine.graph.resolve(path, specifier);
      return resolution.kind === "file" && imported !== "*"
        ? this.#exportOf(resolution.path, imported, at, seen)
        : importedValue(this.#machine, path, specifier, imported, at);
    }
    if (name === "default" && state.defaultValue !== undefined) return state.defaultValue;
    if (entry?.local != null) {
      const declaration = findDeclaration(entry.local, module.program);
      if (declaration !== undefined) return variable(this.#machine, declaration, context, at);
    }
    if (entry !== undefined) {
      return unknown(
        state.isDone ? `${name} of ${path} is not known` : `${path} is imported in a circle`,
        at,
      );
    }
    const commonJs = module.exports.length === 0 ? this.#machine.commonJs.get(path) : undefined;
    if (commonJs !== undefined) {
      const interop = name === "default" ? readMember(this.#machine, commonJs, "__esModule", at) : commonJs;
      return name === "default" && interop.kind !== "boolean"
        ? commonJs
        : readMember(this.#machine, commonJs, name, at);
    }
    const candidates: Value[] = [];
    for (const star of name === "default" ? [] : module.exports) {
      if (star.exported !== "*" || star.from === null || star.typeOnly) continue;
      const resolution = this.#machine.graph.resolve(path, star.from.specifier);
      if (resolution.kind !== "file") {
        candidates.push(importedValue(this.#machine, path, star.from.specifier, name, at));
        continue;
      }
      const value = this.#exportOf(resolution.path, name, at, seen);
      if (value.kind !== "unknown" || this.#machine.reference(value) !== undefined) return value;
      if (this.#declares(resolution.path, name)) return value;
    }
    const [only] = candidates;
    return candidates.length === 1 && only !== undefined ? only : unknown(`${path} exports no ${name}`, at);
  }

  #declares(path: string, name: string): boolean {
    return this.#machine.graph.module(path)?.exports.some((it) => it.exported === name) === true;
  }

  #state(path: string): ModuleState | undefined {
    if (this.#states.has(path)) return this.#states.get(path);
    const module = this.#states.size < MOST_MODULES ? this.#machine.graph.module(path) : undefined;
    if (module === undefined || module.unparsable !== null) {
      this.#states.set(path, undefined);
      return undefined;
    }
    const state: ModuleState = { module, frame: new Frame(null), defaultValue: undefined, isDone: false };
    this.#states.set(path, state);
    this.#runTopLevel(state);
    state.isDone = true;
    return state;
  }

  #runTopLevel(state: ModuleState): void {
    const { module, frame } = state;
    const context: Context = { module, frame, thisValue: null };
    for (const { specifier, imported } of module.imports) {
      // An import without names is there for what its module does, e.g. to register something.
      if (imported !== null) continue;
      const resolution = this.#machine.graph.resolve(module.path, specifier);
      if (resolution.kind === "file" && /\.[cm]?[jt]sx?$/.test(resolution.path)) this.run(resolution.path);
    }
    // Conditions under which the import was reached say nothing about what the module itself does.
    const outside = this.#machine.conditions.splice(0);
    try {
      let segment: ParsedModule["program"]["body"] = [];
      const flush = () => {
        runStatements(this.#machine, segment, context, { returns: [], base: 0 });
        segment = [];
      };
      for (const statement of module.program.body) {
        segment.push(statement);
        if (statement.type === "ExportDefaultDeclaration") {
          flush();
          const { declaration } = statement;
          const isNamed = "id" in declaration && declaration.id != null;
          state.defaultValue =
            isNamed &&
            declaration.id?.type === "Identifier" &&
            findDeclaration(declaration.id.name, module.program) !== undefined
              ? undefined
              : evaluateExpression(this.#machine, declaration, context);
        } else if (statement.type === "TSExportAssignment") {
          flush();
          state.defaultValue = evaluateExpression(this.#machine, statement.expression, context);
        }
      }
      flush();
    } finally {
      this.#machine.conditions.length = 0;
      this.#machine.conditions.push(...outside);
    }
  }

  #json(path: string, name: string, at: Provenance): Value {
    const text = this.#machine.graph.files.read(path);
    if (text === undefined) return unknown(`${path} cannot be read`, at);
    try {
      const content: unknown = JSON.parse(text);
      const value = this.#jsonValue(
        name === "default" || name === "*" ? content : Reflect.get(Object(content), name),
        at,
        0,
      );
      return value;
    } catch {
      return unknown(`${path} is not JSON`, at);
    }
  }

  #jsonValue(content: unknown, at: Provenance, depth: number): Value {
    this.#machine.step();
    if (depth > 100) return unknown("it is nested too deeply", at);
    if (Array.isArray(content)) {
      return this.#machine.array(
        content.map((item) => ({ value: this.#jsonValue(item, at, depth + 1), when: [] })),
        false,
        at,
      );
    }
    if (typeof content === "object" && content !== null) {
      return this.#machine.object(
        Object.entries(content).map(([key, value]) => ({
          key,
          value: this.#jsonValue(value, at, depth + 1),
          when: [],
          ...at,
        })),
        false,
        at,
      );
    }
    return fromPlain(content, at);
  }
}
