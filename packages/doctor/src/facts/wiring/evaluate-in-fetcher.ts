import type { CallExpression, Node } from "../../source/parse.ts";
import { findDeclaration, keyName } from "../../source/scopes.ts";
import { isFunction, withoutTypes } from "../../source/walk.ts";
import { callOf } from "./fetcher-call.ts";
import type { CallContext } from "./fetcher-call.ts";
import { compared, derived, isAboutError, memberOf, NULL, truthOf, unite, UNKNOWN } from "./fetcher-value.ts";
import type { Ending, MadeCall, Run, Value } from "./fetcher-value.ts";
import { assigned } from "./fetcher-variables.ts";
import { outerValue } from "./outer-value.ts";
import type { Place, Tracer } from "./trace.ts";

/** A value together with how far the run has come when it is there. */
export interface Result {
  run: Run;
  value: Value;
}

/** Thrown when a function has more ways to run than are worth following. */
export class TooComplex extends Error {}

const MOST_STEPS = 4000;

/** Counts what has been looked at. */
export class Budget {
  #steps = 0;

  /** @throws TooComplex when it is used up */
  step(): void {
    if (++this.#steps > MOST_STEPS) throw new TooComplex();
  }
}

/**
 * Evaluates expressions inside of a function: every result is a way in which the expression can come out. Failures are
 * added to `out`.
 */
export class Evaluator {
  readonly #tracer: Tracer;
  readonly #budget: Budget;
  readonly #run: CallContext["run"];

  /** @param run runs a function of the project that is called */
  constructor(tracer: Tracer, budget: Budget, run: CallContext["run"]) {
    this.#tracer = tracer;
    this.#budget = budget;
    this.#run = run;
  }

  /** The ways in which a condition can come out. */
  condition(test: Node, run: Run, around: Place, out: Ending[]): { run: Run; holds: boolean | undefined }[] {
    const ways = this.evaluate(test, run, around, out).map(({ run: tested, value }) => ({
      run: isAboutError(value) ? { ...tested, toldApart: true } : tested,
      holds: truthOf(value),
    }));
    if (!this.#needsNoToken(test, around)) return ways;
    return ways.flatMap(({ run: tested, holds }) => [
      ...(holds === false ? [] : [{ run: { ...tested, withoutToken: true }, holds: true }]),
      ...(holds === true ? [] : [{ run: tested, holds: false }]),
    ]);
  }

  /** Whether a condition can only hold where AuthKit's hook has no token: `!accessToken && …`. */
  #needsNoToken(test: Node, around: Place): boolean {
    const node = withoutTypes(test);
    if (node.type === "LogicalExpression" && node.operator === "&&") {
      return this.#needsNoToken(node.left, around) || this.#needsNoToken(node.right, around);
    }
    if (node.type !== "UnaryExpression" || node.operator !== "!") return false;
    const traced = this.#tracer.trace({ ...around, node: withoutTypes(node.argument) });
    return (
      traced.kind === "sdk" && traced.hook === "useAccessToken" && traced.property.join(".") === "accessToken"
    );
  }

  /** The ways in which an expression can come out. */
  evaluate(written: Node, run: Run, around: Place, out: Ending[]): Result[] {
    this.#budget.step();
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
        return this.evaluate(node.argument, run, around, out);
      case "UnaryExpression":
        return this.evaluate(node.argument, run, around, out).map(({ run: after, value }) => {
          if (node.operator === "void") return { run: after, value: NULL };
          if (node.operator !== "!") return { run: after, value: derived(value) };
          const holds = truthOf(value);
          return {
            run: after,
            value: holds === undefined ? derived(value) : [{ from: "constant", value: !holds }],
          };
        });
      case "ConditionalExpression":
        return this.condition(node.test, run, around, out).flatMap(({ run: tested, holds }) => [
          ...(holds === false ? [] : this.evaluate(node.consequent, tested, around, out)),
          ...(holds === true ? [] : this.evaluate(node.alternate, tested, around, out)),
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
          this.evaluate(node.type === "SpreadElement" ? node.argument : node, result.run, around, out).map(
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
    return this.evaluate(node.left, run, around, out).flatMap((left): Result[] => {
      const tested = isAboutError(left.value) ? { ...left.run, toldApart: true } : left.run;
      const holds = truthOf(left.value);
      const stays = node.operator === "&&" ? holds === false : holds === true;
      const goes = node.operator === "&&" ? holds === true : holds === false;
      if (stays) return [{ run: tested, value: left.value }];
      const right = this.evaluate(node.right, tested, around, out);
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
    return this.evaluate(node.right, run, around, out).map(({ run: after, value }) => {
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
    return this.evaluate(node.object, run, around, out).map(({ run: after, value }) => ({
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
          ? this.evaluate(callee.object, from, around, out)
          : this.evaluate(callee, from, around, out),
      run: this.#run,
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
    if (callee.property.name === "finally") return this.evaluate(promise, run, around, out);
    if (callee.property.name !== "catch") return undefined;
    const inner: Ending[] = [];
    const results = this.evaluate(promise, run, around, inner);
    const [handler] = node.arguments;
    const written = handler === undefined ? undefined : withoutTypes(handler);
    for (const end of inner) {
      if (end.kind !== "throw") continue;
      const failed: Run = { ...end.run, failure: { certain: end.certain }, toldApart: false };
      if (written === undefined || !isFunction(written)) {
        results.push({ run: failed, value: UNKNOWN });
        continue;
      }
      const ends = this.#run({ ...around, node: written }, [[{ from: "error" }]], failed);
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
  return {
    kind: "other",
    node: place.node,
    place,
    throws: false,
    used: true,
    withoutToken: false,
    state: null,
  };
}
