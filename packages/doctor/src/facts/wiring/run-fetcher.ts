import type { Node } from "../../source/parse.ts";
import { withoutTypes } from "../../source/walk.ts";
import type { FunctionLike } from "../../source/walk.ts";
import { Budget, Evaluator, TooComplex } from "./evaluate-in-fetcher.ts";
import { isAboutError, NULL } from "./fetcher-value.ts";
import type { Ending, Run, Value } from "./fetcher-value.ts";
import { assigned, withParameters } from "./fetcher-variables.ts";
import type { Place, Tracer } from "./trace.ts";

const DEEPEST_CALL = 4;

type FunctionPlace = Place & { node: FunctionLike };

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
    withoutToken: false,
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
  readonly #budget = new Budget();
  readonly #evaluator: Evaluator;
  #depth = 0;

  constructor(tracer: Tracer) {
    this.#evaluator = new Evaluator(tracer, this.#budget, (place, given, run) =>
      this.call(place, given, run, this.#depth + 1),
    );
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
    this.#budget.step();
    const place: Place = { ...around, node };
    switch (node.type) {
      case "BlockStatement":
        return this.#block(node.body, run, around, out);
      case "ExpressionStatement":
        return this.#evaluator.evaluate(node.expression, run, around, out).map((it) => it.run);
      case "VariableDeclaration":
        return node.declarations.reduce<Run[]>(
          (runs, { id, init }) =>
            init === null
              ? runs
              : runs.flatMap((it) =>
                  this.#evaluator
                    .evaluate(init, it, around, out)
                    .map((result) => assigned(id, result.value, result.run)),
                ),
          [run],
        );
      case "ReturnStatement":
        if (node.argument === null) out.push({ kind: "return", run, value: NULL, place });
        else this.#return(node.argument, run, place, out);
        return [];
      case "ThrowStatement":
        for (const it of this.#evaluator.evaluate(node.argument, run, around, out)) {
          out.push({ kind: "throw", run: it.run, place, certain: true, escapes: false });
        }
        return [];
      case "IfStatement":
        return this.#evaluator
          .condition(node.test, run, around, out)
          .flatMap(({ holds, run: tested }) => [
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
    for (const { run: end, value } of this.#evaluator.evaluate(argument, run, place, out)) {
      out.push({ kind: "return", run: end, value, place });
    }
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
    return this.#evaluator.evaluate(node.discriminant, run, around, out).flatMap(({ run: start, value }) => {
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
          : this.#evaluator.evaluate(init, run, around, out).map((it) => it.run);
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
}

function isTrue(node: Node): boolean {
  const test = withoutTypes(node);
  return test.type === "Literal" && Boolean(test.value);
}

function leftLoop(run: Run): Run {
  return run.failure === null ? run : { ...run, retried: true };
}
