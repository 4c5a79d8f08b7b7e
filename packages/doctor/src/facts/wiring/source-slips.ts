import { hasModuleDirective } from "../../source/directives.ts";
import type { Node, ParsedModule } from "../../source/parse.ts";
import { findDeclaration } from "../../source/scopes.ts";
import { walk } from "../../source/walk.ts";
import { isForeignField, loadingField } from "./authkit-sdk.ts";
import { quoted } from "./quoted.ts";
import type { Place, Tracer } from "./trace.ts";
import type { ForeignField, WiringFact } from "./wiring.ts";

const HOOKS = [
  "State",
  "Effect",
  "LayoutEffect",
  "Callback",
  "Memo",
  "Ref",
  "Context",
  "Reducer",
  "SyncExternalStore",
  "Transition",
  "Id",
];

/** A call of one of React's hooks, not as a method; what stands before it is looked at only where there is a `use`. */
export const REACT_HOOK = new RegExp(`use(?<![.\\w$]use)(?:${HOOKS.join("|")})\\s*[(<]`);

const REACT_HOOKS = new Set(HOOKS.map((name) => `use${name}`));

/** Whether a text calls a React hook and mentions it nowhere else, so that it does not import it. */
export function mayLackHook(text: string): boolean {
  const called = new Set<string>();
  const otherwise = new Set<string>();
  for (const [mention, name = ""] of text.matchAll(/\b(use[A-Z]\w*)\b(?:\s*[(<])?/g)) {
    if (REACT_HOOKS.has(name)) (mention.length > name.length ? called : otherwise).add(name);
  }
  return [...called].some((name) => !otherwise.has(name));
}

/** Calls of React hooks that nothing in the module declares. */
export function undeclaredHooks(module: ParsedModule): WiringFact["undeclaredHooks"] {
  const found: WiringFact["undeclaredHooks"] = [];
  for (const node of module.nodes) {
    if (node.type !== "CallExpression" || node.callee.type !== "Identifier") continue;
    const { name } = node.callee;
    if (!REACT_HOOKS.has(name) || findDeclaration(name, node.callee) !== undefined) continue;
    found.push({ name, ...quoted(module, node) });
  }
  return found;
}

/** Reads of a loading state that AuthKit's hook has under another name. */
export function foreignFields(tracer: Tracer, module: ParsedModule): ForeignField[] {
  const found: ForeignField[] = [];
  const add = (node: Node, place: Place, field: string) => {
    const traced = tracer.trace(place);
    if (traced.kind !== "sdk" || traced.hook !== "useAuth" || traced.property.length > 0) return;
    if (!isForeignField(traced.sdk, field)) return;
    found.push({ ...quoted(module, node), sdk: traced.sdk, field, instead: loadingField(traced.sdk) });
  };
  for (const node of module.nodes) {
    if (node.type === "VariableDeclarator" && node.id.type === "ObjectPattern" && node.init !== null) {
      const place: Place = { module, node: node.init, calls: null };
      for (const property of node.id.properties) {
        if (property.type !== "Property" || property.computed || property.key.type !== "Identifier") continue;
        // A default stands for the field that is not there: somebody serves two SDKs.
        if (property.value.type === "AssignmentPattern") continue;
        if (/^(?:isL|l)oading$/.test(property.key.name)) add(property, place, property.key.name);
      }
    } else if (
      node.type === "MemberExpression" &&
      !node.computed &&
      /^(?:isL|l)oading$/.test(node.property.name)
    ) {
      add(node, { module, node: node.object, calls: null }, node.property.name);
    }
  }
  return found;
}

/** Values that a `"use client"` module imports from authkit-nextjs's entry for servers. */
export function serverImports(module: ParsedModule): WiringFact["serverImports"] {
  if (!hasModuleDirective(module, "use client")) return [];
  const names = new Map<number, string[]>();
  for (const { specifier, imported, local, typeOnly, start } of module.imports) {
    if (specifier !== "@workos-inc/authkit-nextjs" || typeOnly || imported === null || local === null)
      continue;
    if (isUsedAsValue(module, local)) names.set(start, [...(names.get(start) ?? []), imported]);
  }
  return module.statementsMentioning("@workos-inc/authkit-nextjs").flatMap((statement) => {
    const own = names.get(statement.start);
    return own === undefined ? [] : [{ names: own, ...quoted(module, statement) }];
  });
}

/** Whether an imported name is used other than as a type: a compiler drops imports of types. */
function isUsedAsValue(module: ParsedModule, name: string): boolean {
  let used = false;
  walk(module.program, (node) => {
    if (node.type.startsWith("TS") && !/^TS(?:As|Satisfies|NonNull|Instantiation)/.test(node.type))
      return false;
    if (node.type === "ImportDeclaration") return false;
    if ((node.type === "Identifier" || node.type === "JSXIdentifier") && node.name === name) {
      used ||= findDeclaration(name, node)?.kind === "import";
    }
    return !used;
  });
  return used;
}
