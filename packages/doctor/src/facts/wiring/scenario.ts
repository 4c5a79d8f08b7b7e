import type { Node } from "../../source/parse.ts";
import { withoutTypes } from "../../source/walk.ts";
import { isForeignField } from "./authkit-sdk.ts";
import type { Place, Traced, Tracer } from "./trace.ts";

/** What AuthKit's hooks say at one moment. */
export interface Scenario {
  /** `useAuth().loading`, or `isLoading` of authkit-react. */
  authLoading: boolean;
  user: boolean;
  /** `useAccessToken().accessToken` */
  accessToken: boolean;
  /** `useAccessToken().loading` */
  tokenLoading: boolean;
  /** `useAccessToken().error` */
  tokenError: boolean;
}

/** Signed in, nothing under way. */
export const SETTLED: Scenario = {
  authLoading: false,
  user: true,
  accessToken: true,
  tokenLoading: false,
  tokenError: false,
};
/** Signed in, and `refresh()` under way: the token before is still there. */
export const REFRESHING: Scenario = { ...SETTLED, tokenLoading: true };
/** Signed in, and the last refresh failed. */
export const FAILED: Scenario = { ...SETTLED, tokenError: true };
/** Nobody is signed in, nothing under way. */
export const SIGNED_OUT: Scenario = { ...SETTLED, user: false, accessToken: false };

/** As much of a value as a condition depends on. */
type Worth = "truthy" | "falsy" | "null" | "undefined" | "unknown";

const DEEPEST = 30;

/**
 * Whether an expression holds while AuthKit's hooks say what the scenario says.
 *
 * @returns undefined when it depends on more than that
 */
export function holdsIn(tracer: Tracer, place: Place, scenario: Scenario): boolean | undefined {
  const worth = new Reader(tracer, scenario).worth(place, 0);
  return worth === "unknown" ? undefined : worth === "truthy";
}

class Reader {
  readonly #tracer: Tracer;
  readonly #scenario: Scenario;

  constructor(tracer: Tracer, scenario: Scenario) {
    this.#tracer = tracer;
    this.#scenario = scenario;
  }

  worth(place: Place, depth: number): Worth {
    if (depth > DEEPEST) return "unknown";
    const node = withoutTypes(place.node);
    const of = (inner: Node): Worth => this.worth({ ...place, node: inner }, depth + 1);
    switch (node.type) {
      case "Literal":
        if (node.raw === "null") return "null";
        return node.value === null ? "truthy" : node.value ? "truthy" : "falsy";
      case "UnaryExpression": {
        if (node.operator !== "!") return "unknown";
        const inner = of(node.argument);
        return inner === "unknown" ? inner : inner === "truthy" ? "falsy" : "truthy";
      }
      case "LogicalExpression":
        return logical(node.operator, of(node.left), () => of(node.right));
      case "ConditionalExpression": {
        const test = of(node.test);
        if (test !== "unknown") return of(test === "truthy" ? node.consequent : node.alternate);
        const [one, other] = [of(node.consequent), of(node.alternate)];
        return one === other ? one : "unknown";
      }
      case "BinaryExpression":
        return compared(node.operator, of(node.left), of(node.right));
      case "CallExpression": {
        const callee = withoutTypes(node.callee);
        const [first] = node.arguments;
        if (callee.type === "Identifier" && callee.name === "Boolean" && first !== undefined) {
          const inner = of(first);
          return inner === "unknown" || inner === "truthy" ? inner : "falsy";
        }
        break;
      }
      case "Identifier":
        if (node.name === "undefined") return "undefined";
        break;
    }
    return this.#ofTraced(this.#tracer.trace({ ...place, node }), node, depth);
  }

  #ofTraced(traced: Traced, written: Node, depth: number): Worth {
    switch (traced.kind) {
      case "sdk":
        return this.#ofSdk(traced);
      case "expression": {
        const { node } = traced.place;
        if (traced.property.length > 0 || node === written) return "unknown";
        return this.worth(traced.place, depth + 1);
      }
      case "function":
        return "truthy";
      default:
        return "unknown";
    }
  }

  #ofSdk({ sdk, hook, property }: Extract<Traced, { kind: "sdk" }>): Worth {
    const { authLoading, user, accessToken, tokenLoading, tokenError } = this.#scenario;
    const [name, ...rest] = property;
    if (name === undefined) return "truthy";
    if (hook === "useAccessToken") {
      if (rest.length > 0) return "unknown";
      if (name === "loading") return tokenLoading ? "truthy" : "falsy";
      if (name === "error") return tokenError ? "truthy" : "null";
      if (name === "accessToken") return accessToken ? "truthy" : "undefined";
      return "unknown";
    }
    if (isForeignField(sdk, name)) return "undefined";
    if (name === "loading" || name === "isLoading") return authLoading ? "truthy" : "falsy";
    if (name !== "user") return "unknown";
    if (rest.length === 0) return user ? "truthy" : "null";
    if (rest.length === 1 && rest[0] === "id") return user ? "truthy" : "undefined";
    return "unknown";
  }
}

function logical(operator: string, left: Worth, right: () => Worth): Worth {
  const isNullish = left === "null" || left === "undefined";
  if (left !== "unknown") {
    const goesOn = operator === "??" ? isNullish : operator === "&&" ? left === "truthy" : left !== "truthy";
    return goesOn ? right() : left;
  }
  const second = right();
  // Whatever the left side is: with a false right side `&&` is false, with a true one `||` is true.
  if (operator === "&&" && second !== "truthy" && second !== "unknown") return "falsy";
  return operator === "||" && second === "truthy" ? "truthy" : "unknown";
}

function compared(operator: string, left: Worth, right: Worth): Worth {
  const isComparable = (worth: Worth): boolean => worth !== "unknown";
  if (!isComparable(left) || !isComparable(right)) return "unknown";
  const isLoose = operator === "==" || operator === "!=";
  const nullish = (worth: Worth): boolean => worth === "null" || worth === "undefined";
  let isEqual: boolean;
  if (nullish(left) || nullish(right)) {
    isEqual = isLoose ? nullish(left) && nullish(right) : left === right;
  } else {
    return "unknown";
  }
  if (operator === "===" || operator === "==") return isEqual ? "truthy" : "falsy";
  return operator === "!==" || operator === "!=" ? (isEqual ? "falsy" : "truthy") : "unknown";
}
