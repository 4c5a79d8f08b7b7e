import { isPackageExport, propertyOrigin } from "../../source/bindings.ts";
import type { CallExpression, JSXOpeningElement, Node, ParsedModule } from "../../source/parse.ts";
import { functionAround } from "../../source/scopes.ts";
import { type FunctionLike, walk, withoutTypes } from "../../source/walk.ts";
import type { AppAnalysis } from "../gating/app-analysis.ts";
import { nameOfCallee } from "../gating/conditions.ts";
import { isAuthKitReactUseAuth } from "../gating/hook-values.ts";
import { tagName, writtenAttribute } from "../gating/jsx-elements.ts";
import { quoteOf } from "../gating/reach.ts";
import type { AddressReadOnce } from "./controls.ts";

/**
 * Finds `getSignInUrl()` of authkit-react in an effect that runs once, whose result is kept in a state that a link
 * uses as its address.
 */
export function readAddressesReadOnce(analysis: AppAnalysis): AddressReadOnce[] {
  const { sources, reachability } = analysis;
  return sources.mentioning(/getSign(?:In|Up)Url/).flatMap((module) => {
    const found: AddressReadOnce[] = [];
    for (const node of module.nodes) {
      if (node.type !== "CallExpression") continue;
      const made = propertyOrigin(sources.graph, module, node.callee);
      if (made === undefined || !isAuthKitReactUseAuth(made.callee)) continue;
      if (!/^getSign(?:In|Up)Url$/.test(made.property.join("."))) continue;
      const effect = effectAround(node);
      const component = effect === undefined ? undefined : functionAround(effect);
      if (effect === undefined || component === undefined || !runsOnce(effect)) continue;
      const link = linkWithStateOf(analysis, module, effect, component);
      if (link === undefined) continue;
      found.push({
        quote: quoteOf(module, node),
        location: module.locationOf(node),
        link: { quote: quoteOf(module, link), location: module.locationOf(link) },
        ways: reachability.of(module, effect),
      });
    }
    return found;
  });
}

function effectAround(node: Node): CallExpression | undefined {
  for (let outer: Node | null | undefined = node.parent; outer; outer = outer.parent) {
    if (outer.type === "CallExpression" && /^use(?:Layout)?Effect$/.test(nameOfCallee(outer))) return outer;
  }
  return undefined;
}

function runsOnce({ arguments: [, dependencies] }: CallExpression): boolean {
  const written = dependencies === undefined ? undefined : withoutTypes(dependencies);
  return written?.type === "ArrayExpression" && written.elements.length === 0;
}

/** The link in a component whose address is a state that the effect sets. */
function linkWithStateOf(
  { sources: { graph } }: AppAnalysis,
  module: ParsedModule,
  effect: CallExpression,
  component: FunctionLike,
): JSXOpeningElement | undefined {
  const stateOf = (node: Node, part: "[0]" | "[1]"): CallExpression | undefined => {
    const made = propertyOrigin(graph, module, node);
    if (made === undefined || !isPackageExport(made.callee, "react", "useState")) return undefined;
    return made.property.join(".") === part ? made.call : undefined;
  };
  const states = new Set<CallExpression>();
  walk(effect, (node) => {
    const state = node.type === "Identifier" ? stateOf(node, "[1]") : undefined;
    if (state !== undefined) states.add(state);
  });
  let link: JSXOpeningElement | undefined;
  walk(component, (node) => {
    if (link !== undefined || node.type !== "JSXOpeningElement") return;
    if (tagName(node) !== undefined && tagName(node) !== "a") return;
    const address = writtenAttribute(node, "href");
    const state = address === null ? undefined : stateOf(address, "[0]");
    if (state !== undefined && states.has(state)) link = node;
  });
  return link;
}
