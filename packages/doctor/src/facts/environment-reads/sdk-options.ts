import type { Node, ParsedModule } from "../../source/parse.ts";
import { withoutTypes } from "../../source/walk.ts";
import type { Location } from "../location.ts";
import type { EnvironmentReadsFact } from "./environment-reads.ts";

const MIDDLEWARE = new Set(["authkitProxy", "authkitMiddleware", "authkit"]);

/** What the calls of authkit-nextjs's middleware in some modules say about the redirect URI. */
export function redirectUriOption(
  modules: readonly ParsedModule[],
): Pick<EnvironmentReadsFact, "redirectUriOption" | "middlewareCall"> {
  let call: Location | null = null;
  let option: EnvironmentReadsFact["redirectUriOption"] = "none";
  const note = (found: EnvironmentReadsFact["redirectUriOption"]): void => {
    if (option !== "given") option = found === "none" ? option : found;
  };
  for (const module of modules) {
    const local = new Map(
      module.imports.flatMap(({ specifier, imported, local: name }) =>
        specifier === "@workos-inc/authkit-nextjs" &&
        imported !== null &&
        MIDDLEWARE.has(imported) &&
        name !== null
          ? [[name, imported] as const]
          : [],
      ),
    );
    if (
      module.imports.some(
        ({ specifier, imported }) => specifier === "@workos-inc/authkit-nextjs" && imported === "*",
      )
    )
      note("unknown");
    for (const node of module.nodes) {
      if (node.type !== "CallExpression" || node.callee.type !== "Identifier") continue;
      const callee = local.get(node.callee.name);
      if (callee === undefined) continue;
      call ??= module.locationOf(node);
      note(optionIn(node.arguments[callee === "authkit" ? 1 : 0]));
    }
    // The composable helpers take it as a header.
    if (module.text.includes("x-redirect-uri")) note("given");
  }
  return { redirectUriOption: call === null ? "unknown" : option, middlewareCall: call };
}

function optionIn(argument: Node | undefined): EnvironmentReadsFact["redirectUriOption"] {
  if (argument === undefined) return "none";
  const options = withoutTypes(argument);
  if (options.type !== "ObjectExpression") return "unknown";
  const keys = options.properties.map((property) =>
    property.type === "Property" && property.key.type === "Identifier" && !property.computed
      ? property.key.name
      : null,
  );
  if (keys.includes("redirectUri")) return "given";
  return keys.includes(null) ? "unknown" : "none";
}
