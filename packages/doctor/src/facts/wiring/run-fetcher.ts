import type { CallExpression, Node } from "../../source/parse.ts";
import { findDeclaration, keyName } from "../../source/scopes.ts";
import { isFunction, withoutTypes } from "../../source/walk.ts";
import type { FunctionLike } from "../../source/walk.ts";
import { callOf, type CallContext } from "./fetcher-call.ts";
import { compared, derived, isAboutError, memberOf, NULL, truthOf, unite, UNKNOWN } from "./fetcher-value.ts";
import type { Ending, MadeCall, Run, Value } from "./fetcher-value.ts";
import { assigned, withParameters } from "./fetcher-variables.ts";
import { outerValue } from "./outer-value.ts";
import type { Place, Tracer } from "./trace.ts";

/** Thrown when a function has more ways to run than are worth following. */
class TooComplex extends Error {}

const MOST_STEPS = 4000;
const DEEPEST_CALL = 4;

type FunctionPlace = Place & { node: FunctionLike };

/** A value together with how far the run has come when it is there. */
interface Result {
  run: Run;
  value: Value;
}

/**
 * Goes through every way in which a function can run.
 *
 * @param given what its parameters are
 * @returns how it may end; null when it is too complex to be followed
 */
export function runFunction(tracer: Tracer, place: FunctionPlace, given: readonly Value[]): Ending[] | null {
  const start: Run = {
    variables: new Map(),
    refs: new Map(),
    calls: [],
    failure: null,
    toldApart: false,
    retried: false,
  };
  try {
    return new Runner(tracer).call(place, given, start, 0);
  } catch (error) {
    if (error instanceof TooComplex) return null;
    throw error;
  }
}

/** Runs one function: statements give the runs that go on; all other endings are collected in `out`. */
class Runner {
  readonly #tracer: Tracer;
  #steps = 0;
  #depth = 0;

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  call(place: FunctionPlace, given: readonly Value[], from: Run, depth: number): Ending[] | null {
    const { node } = place;
    if (node.body === null || node.generator || depth > DEEPEST_CALL) return null;
    const outer = this.#depth;
    this.#depth = depth;
    const run = { ...from, variables: withParameters(node, given, from.variables) };
    const out: Ending[] = [];
    if (node.body.type === "BlockStatement") {
      for (const end of this.#block(node.body.body, run, place, out)) {
        out.push({ kind: "return", run: end, value: NULL, place });
      }
    } else {
      this.#return(node.body, run, { ...place, node: node.body }, out);
    }
    this.#depth = outer;
    return out.filter(({ kind }) => kind === "return" || kind === "throw");
  }

  #block(statements: readonly Node[], run: Run, around: Place, out: Ending[]): Run[] {
    let runs = [run];
    for (const statement of statements) {
      runs = runs.flatMap((it) => this.#statement(statement, it, around, out));
      if (runs.length === 0) break;
    }
    return runs;
  }

  #statement(node: Node, run: Run, around: Place, out: Ending[]): Run[] {
    if (++this.#steps > MOST_STEPS) throw new TooComplex();
    const place: Place = { ...around, node };
    switch (node.type) {
      case "BlockStatement":
        return this.#block(node.body, run, around, out);
      case "ExpressionStatement":
        return this.#evaluate(node.expression, run, around, out).map((it) => it.run);
      case "VariableDeclaration":
        return node.declarations.reduce<Run[]>(
          (runs, { id, init }) =>
            init === null
              ? runs
              : runs.flatMap((it) =>
                  this.#evaluate(init, it, around, out).map((result) =>
                    assigned(id, result.value, result.run),
                  ),
                ),
          [run],
        );
      case "ReturnStatement":
        if (node.argument === null) out.push({ kind: "return", run, value: NULL, place });
        else this.#return(node.argument, run, place, out);
        return [];
      case "ThrowStatement":
        for (const it of this.#evaluate(node.argument, run, around, out)) {
          out.push({ kind: "throw", run: it.run, place, certain: true, escapes: false });
        }
        return [];
      case "IfStatement":
        return this.#condition(node.test, run, around, out).flatMap(({ holds, run: tested }) => [
          ...(holds === false ? [] : this.#statement(node.consequent, tested, around, out)),
          ...(holds === true
            ? []
            : node.alternate === null
              ? [tested]
              : this.#statement(node.alternate, tested, around, out)),
        ]);
      case "TryStatement":
        return this.#try(node, run, around, out);
      case "SwitchStatement":
        return this.#switch(node, run, around, out);
      case "WhileStatement":
      case "DoWhileStatement":
      case "ForStatement":
      case "ForOfStatement":
      case "ForInStatement":
        return this.#loop(node, run, around, out);
      case "BreakStatement":
        out.push({ kind: "break", run });
        return [];
      case "ContinueStatement":
        out.push({ kind: "continue", run });
        return [];
      case "LabeledStatement":
        return this.#statement(node.body, run, around, out);
      default:
        // Declarations of functions, types and the like do nothing by themselves.
        return [run];
    }
  }

  #return(argument: Node, run: Run, place: Place, out: Ending[]): void {
    for (const { run: end, value } of this.#evaluate(argument, run, place, out)) {
      out.push({ kind: "return", run: end, value, place });
    }
  }

  #condition(test: Node, run: Run, around: Place, out: Ending[]): { run: Run; holds: boolean | undefined }[] {
    return this.#evaluate(test, run, around, out).map(({ run: tested, value }) => ({
      run: isAboutError(value) ? { ...tested, toldApart: true } : tested,
      holds: truthOf(value),
    }));
  }

  #try(node: Extract<Node, { type: "TryStatement" }>, run: Run, around: Place, out: Ending[]): Run[] {
    const inner: Ending[] = [];
    let next = this.#block(node.block.body, run, around, inner);
    const { handler, finalizer } = node;
    const ends: Ending[] = [];
    for (const end of inner) {
      if (end.kind !== "throw" || end.escapes || handler === null) {
        ends.push(end);
        continue;
      }
      const caught: Run = { ...end.run, failure: { certain: end.certain }, toldApart: false };
      const bound = handler.param === null ? caught : assigned(handler.param, [{ from: "error" }], caught);
      next = [...next, ...this.#block(handler.body.body, bound, around, ends)];
    }
    if (finalizer === null) {
      out.push(...ends);
      return next;
    }
    for (const end of ends) {
      for (const finished of this.#block(finalizer.body, end.run, around, out))
        out.push({ ...end, run: finished });
    }
    return next.flatMap((it) => this.#block(finalizer.body, it, around, out));
  }

  #switch(node: Extract<Node, { type: "SwitchStatement" }>, run: Run, around: Place, out: Ending[]): Run[] {
    return this.#evaluate(node.discriminant, run, around, out).flatMap(({ run: start, value }) => {
      const tested = isAboutError(value) ? { ...start, toldApart: true } : start;
      const inner: Ending[] = [];
      const hasDefault = node.cases.some(({ test }) => test === null);
      let next: Run[] = hasDefault ? [] : [tested];
      let falling: Run[] = [];
      for (const { consequent } of node.cases) {
        falling = [...falling, tested].flatMap((it) => this.#block(consequent, it, around, inner));
      }
      next = [...next, ...falling];
      for (const end of inner) {
        if (end.kind === "break") next.push(end.run);
        else out.push(end);
      }
      return next;
    });
  }

  #loop(node: Node, run: Run, around: Place, out: Ending[]): Run[] {
    if (!("body" in node) || node.body === null || Array.isArray(node.body)) return [run];
    let starts = [run];
    if (node.type === "ForStatement" && node.init !== null) {
      const { init } = node;
      starts =
        init.type === "VariableDeclaration"
          ? this.#statement(init, run, around, out)
          : this.#evaluate(init, run, around, out).map((it) => it.run);
    }
    const test = "test" in node ? node.test : undefined;
    const isEndless = test === null || (test !== undefined && test !== null && isTrue(test as Node));
    const after: Run[] = [];
    for (const start of starts) {
      const inner: Ending[] = [];
      const body = node.body as Node;
      const next = this.#statement(body, start, around, inner);
      const again = [...next];
      for (const end of inner) {
        if (end.kind === "break") after.push(leftLoop(end.run));
        else if (end.kind === "continue") again.push(end.run);
        else out.push(end);
      }
      if (isEndless) continue;
      after.push(...again.map(leftLoop));
      if (node.type !== "DoWhileStatement") after.push(start);
    }
    return after;
  }

  #evaluate(written: Node, run: Run, around: Place, out: Ending[]): Result[] {
    if (++this.#steps > MOST_STEPS) throw new TooComplex();
    const node = withoutTypes(written);
    const place: Place = { ...around, node };
    const one = (value: Value): Result[] => [{ run, value }];
    switch (node.type) {
      case "Literal":
        if (node.raw === "null") return one(NULL);
        return one(typeof node.value === "boolean" ? [{ from: "constant", value: node.value }] : UNKNOWN);
      case "Identifier":
        return one(this.#identifier(node, run, place));
      case "AwaitExpression":
        return this.#evaluate(node.argument, run, around, out);
      case "UnaryExpression":
        return this.#evaluate(node.argument, run, around, out).map(({ run: after, value }) => {
          if (node.operator === "void") return { run: after, value: NULL };
          if (node.operator !== "!") return { run: after, value: derived(value) };
          const holds = truthOf(value);
          return {
            run: after,
            value: holds === undefined ? derived(value) : [{ from: "constant", value: !holds }],
          };
        });
      case "ConditionalExpression":
        return this.#condition(node.test, run, around, out).flatMap(({ run: tested, holds }) => [
          ...(holds === false ? [] : this.#evaluate(node.consequent, tested, around, out)),
          ...(holds === true ? [] : this.#evaluate(node.alternate, tested, around, out)),
        ]);
      case "LogicalExpression":
        return this.#logical(node, run, around, out);
      case "BinaryExpression":
        return this.#evaluateAll([node.left, node.right], run, around, out).map(({ run: after, values }) => ({
          run: after,
          value: compared(node.operator, values),
        }));
      case "AssignmentExpression":
        return this.#assignment(node, run, around, out);
      case "SequenceExpression":
        return this.#evaluateAll(node.expressions, run, around, out).map(({ run: after, values }) => ({
          run: after,
          value: values.at(-1) ?? UNKNOWN,
        }));
      case "MemberExpression":
        return this.#member(node, run, around, out);
      case "CallExpression":
        return this.#call(node, run, around, out);
      case "ObjectExpression":
        return this.#object(node, run, around, out);
      case "NewExpression":
        return this.#evaluateAll(
          node.arguments.filter((it) => !isFunction(it)),
          run,
          around,
          out,
        ).map((it) => ({ run: it.run, value: it.values.some(isAboutError) ? [{ from: "error" }] : UNKNOWN }));
      case "ArrowFunctionExpression":
      case "FunctionExpression":
        return one([{ from: "traced", traced: { kind: "function", place, node, memo: null } }]);
      case "TemplateLiteral":
        return this.#evaluateAll(node.expressions, run, around, out).map(({ run: after, values }) => ({
          run: after,
          value: derived(values.flat()),
        }));
      case "ArrayExpression":
        return this.#evaluateAll(
          node.elements.filter((it) => it !== null),
          run,
          around,
          out,
        ).map((it) => ({ run: it.run, value: unite(it.values) }));
      default:
        // Whatever else there is may hide a call.
        return [{ run: { ...run, calls: [...run.calls, hidden(place)] }, value: UNKNOWN }];
    }
  }

  #evaluateAll(
    nodes: readonly Node[],
    run: Run,
    around: Place,
    out: Ending[],
  ): { run: Run; values: Value[] }[] {
    return nodes.reduce<{ run: Run; values: Value[] }[]>(
      (results, node) =>
        results.flatMap((result) =>
          this.#evaluate(node.type === "SpreadElement" ? node.argument : node, result.run, around, out).map(
            ({ run: after, value }) => ({ run: after, values: [...result.values, value] }),
          ),
        ),
      [{ run, values: [] }],
    );
  }

  #identifier(node: Extract<Node, { type: "Identifier" }>, run: Run, place: Place): Value {
    const declaration = findDeclaration(node.name, node);
    if (declaration === undefined)
      return node.name === "undefined" ? NULL : outerValue(this.#tracer, place, run);
    const known = run.variables.get(declaration);
    return known ?? outerValue(this.#tracer, place, run);
  }

  #logical(
    node: Extract<Node, { type: "LogicalExpression" }>,
    run: Run,
    around: Place,
    out: Ending[],
  ): Result[] {
    return this.#evaluate(node.left, run, around, out).flatMap((left): Result[] => {
      const tested = isAboutError(left.value) ? { ...left.run, toldApart: true } : left.run;
      const holds = truthOf(left.value);
      const stays = node.operator === "&&" ? holds === false : holds === true;
      const goes = node.operator === "&&" ? holds === true : holds === false;
      if (stays) return [{ run: tested, value: left.value }];
      const right = this.#evaluate(node.right, tested, around, out);
      if (goes) return right;
      const kept =
        node.operator === "&&"
          ? // What is falsy on the left is no token.
            left.value.map((source) => (source.from === "error" ? source : { from: "null" as const }))
          : left.value.filter(({ from }) => from !== "null");
      return right.map((it) => ({ run: it.run, value: unite([kept, it.value]) }));
    });
  }

  #assignment(
    node: Extract<Node, { type: "AssignmentExpression" }>,
    run: Run,
    around: Place,
    out: Ending[],
  ): Result[] {
    const target = withoutTypes(node.left);
    return this.#evaluate(node.right, run, around, out).map(({ run: after, value }) => {
      if (target.type === "MemberExpression") {
        const ref = this.#tracer.trace({ ...around, node: target });
        if (ref.kind !== "ref" || ref.property[0] !== "current") return { run: after, value };
        const before = after.refs.get(ref.call) ?? [{ from: "ref" as const, ref: ref.call, node: target }];
        const now = node.operator === "=" ? value : unite([before, value]);
        return { run: { ...after, refs: new Map(after.refs).set(ref.call, now) }, value: now };
      }
      if (node.operator === "=") return { run: assigned(target, value, after), value };
      if (target.type !== "Identifier") return { run: after, value: UNKNOWN };
      const declaration = findDeclaration(target.name, target);
      const before = declaration === undefined ? undefined : after.variables.get(declaration);
      const joined = unite([before ?? UNKNOWN, value]);
      return { run: assigned(target, joined, after), value: joined };
    });
  }

  #member(
    node: Extract<Node, { type: "MemberExpression" }>,
    run: Run,
    around: Place,
    out: Ending[],
  ): Result[] {
    const place: Place = { ...around, node };
    if (!this.#startsInside(node, run)) return [{ run, value: outerValue(this.#tracer, place, run) }];
    const name = node.computed ? undefined : node.property.name;
    return this.#evaluate(node.object, run, around, out).map(({ run: after, value }) => ({
      run: after,
      value: name === undefined ? derived(value) : memberOf(value, name),
    }));
  }

  /** Whether a chain of members starts at something that was made inside of the function. */
  #startsInside(node: Node, run: Run): boolean {
    let root = withoutTypes(node);
    while (root.type === "MemberExpression") root = withoutTypes(root.object);
    if (root.type !== "Identifier") return true;
    const declaration = findDeclaration(root.name, root);
    return declaration !== undefined && run.variables.has(declaration);
  }

  #object(
    node: Extract<Node, { type: "ObjectExpression" }>,
    run: Run,
    around: Place,
    out: Ending[],
  ): Result[] {
    const names: string[] = [];
    const values: Node[] = [];
    for (const property of node.properties) {
      const name = property.type === "Property" ? keyName(property) : undefined;
      if (property.type !== "Property" || name === undefined) return [{ run, value: UNKNOWN }];
      names.push(name);
      values.push(property.value);
    }
    return this.#evaluateAll(values, run, around, out).map((it) => ({
      run: it.run,
      value: [
        { from: "object", fields: new Map(names.map((name, index) => [name, it.values[index] ?? UNKNOWN])) },
      ],
    }));
  }

  #call(node: CallExpression, run: Run, around: Place, out: Ending[]): Result[] {
    const callee = withoutTypes(node.callee);
    if (callee.type === "MemberExpression" && !callee.computed) {
      const chained = this.#promiseMethod(node, callee, run, around, out);
      if (chained !== undefined) return chained;
    }
    const context: CallContext = {
      tracer: this.#tracer,
      place: { ...around, node },
      node,
      startsInside: this.#startsInside(callee, run),
      calleeValue: (from) =>
        callee.type === "MemberExpression"
          ? this.#evaluate(callee.object, from, around, out)
          : this.#evaluate(callee, from, around, out),
      run: (place, given, from) => this.call(place, given, from, this.#depth + 1),
    };
    return this.#evaluateAll(node.arguments, run, around, out).flatMap((given) =>
      callOf(context, given.values, given.run, out),
    );
  }

  /** `promise.catch(handler)` and `promise.finally(handler)`. */
  #promiseMethod(
    node: CallExpression,
    callee: Extract<Node, { type: "MemberExpression"; computed: false }>,
    run: Run,
    around: Place,
    out: Ending[],
  ): Result[] | undefined {
    const promise = withoutTypes(callee.object);
    if (promise.type !== "CallExpression" && promise.type !== "ConditionalExpression") return undefined;
    if (callee.property.name === "finally") return this.#evaluate(promise, run, around, out);
    if (callee.property.name !== "catch") return undefined;
    const inner: Ending[] = [];
    const results = this.#evaluate(promise, run, around, inner);
    const [handler] = node.arguments;
    const written = handler === undefined ? undefined : withoutTypes(handler);
    for (const end of inner) {
      if (end.kind !== "throw") continue;
      const failed: Run = { ...end.run, failure: { certain: end.certain }, toldApart: false };
      if (written === undefined || !isFunction(written)) {
        results.push({ run: failed, value: UNKNOWN });
        continue;
      }
      const ends = this.call({ ...around, node: written }, [[{ from: "error" }]], failed, this.#depth + 1);
      if (ends === null) results.push({ run: failed, value: UNKNOWN });
      for (const handled of ends ?? []) {
        if (handled.kind === "return") results.push({ run: handled.run, value: handled.value });
        else out.push(handled);
      }
    }
    return results;
  }
}

function hidden(place: Place): MadeCall {
  return { kind: "other", node: place.node, place, throws: false, used: true, state: null };
}

function isTrue(node: Node): boolean {
  const test = withoutTypes(node);
  return test.type === "Literal" && Boolean(test.value);
}

function leftLoop(run: Run): Run {
  return run.failure === null ? run : { ...run, retried: true };
}
