import type { Node } from "../../source/parse.ts";
import { withoutTypes } from "../../source/walk.ts";
import { isAuthKitPackage } from "./authkit-sdk.ts";
import { NULL, UNKNOWN } from "./fetcher-value.ts";
import type { Run, Value } from "./fetcher-value.ts";
import type { Place, Traced, Tracer } from "./trace.ts";

/** What a name or a member expression stands for that was made outside of the function that uses it. */
export function outerValue(tracer: Tracer, place: Place, run: Run): Value {
  const traced = tracer.trace(place);
  const { node } = place;
  switch (traced.kind) {
    case "sdk": {
      const isToken = traced.hook === "useAccessToken" && traced.property.join(".") === "accessToken";
      return isToken
        ? [{ from: "captured", how: "hook", isAuthKit: true, node, origin: node }]
        : [{ from: "traced", traced }];
    }
    case "state":
      return [{ from: "captured", how: "state", isAuthKit: false, node, origin: traced.call }];
    case "ref":
      if (traced.property[0] !== "current") return [{ from: "traced", traced }];
      return run.refs.get(traced.call) ?? [{ from: "ref", ref: traced.call, node }];
    case "parameter":
      return [
        { from: "captured", how: "parameter", isAuthKit: false, node, origin: traced.declaration.node },
      ];
    case "expression":
      return ofExpression(tracer, traced, node);
    case "unknown":
      return UNKNOWN;
    default:
      return [{ from: "traced", traced }];
  }
}

function ofExpression(tracer: Tracer, traced: Extract<Traced, { kind: "expression" }>, node: Node): Value {
  const written = traced.place.node;
  if (written.type === "AwaitExpression") {
    const awaited = withoutTypes(written.argument);
    const isAuthKit =
      awaited.type === "CallExpression" && isAuthKitCall(tracer, { ...traced.place, node: awaited.callee });
    return [{ from: "captured", how: "read-once", isAuthKit, node, origin: written }];
  }
  if (written.type === "Literal" && traced.property.length === 0) {
    if (written.raw === "null") return NULL;
    if (typeof written.value === "boolean") return [{ from: "constant", value: written.value }];
  }
  return UNKNOWN;
}

function isAuthKitCall(tracer: Tracer, callee: Place): boolean {
  const traced = tracer.trace(callee);
  return traced.kind === "sdk" || (traced.kind === "package" && isAuthKitPackage(traced.package));
}
