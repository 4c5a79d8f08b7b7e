import type { ProjectFiles } from "../../project-files/project-files.ts";
import { parseModule } from "../parse.ts";
import type { Node } from "../parse.ts";
import { joinPath } from "../path.ts";
import { literalText, walk, withoutTypes } from "../walk.ts";

/** An alias of a bundler: what the specifier starts with (or is), and the path it stands for. */
export interface Alias {
  find: string;
  /** Relative to the examined root. */
  path: string;
}

const CONFIG_NAMES = ["vite.config", "vitest.config", "electron.vite.config", "app.config"];
const CONFIG_EXTENSIONS = [".ts", ".mts", ".js", ".mjs", ".cts", ".cjs"];

/**
 * Reads the `resolve.alias` entries of the Vite config in a folder, as far as they are written literally:
 * `"/src"`, `path.resolve(__dirname, "./src")`, `fileURLToPath(new URL("./src", import.meta.url))` and the like.
 */
export function readViteAliases(files: ProjectFiles, folder: string): Alias[] {
  for (const name of CONFIG_NAMES) {
    for (const extension of CONFIG_EXTENSIONS) {
      const path = folder === "" ? name + extension : `${folder}/${name}${extension}`;
      const text = files.has(path) ? files.read(path) : undefined;
      if (text === undefined || !text.includes("alias")) continue;
      const aliases = aliasesIn(parseModule(path, text).program, folder);
      if (aliases.length > 0) return aliases;
    }
  }
  return [];
}

function aliasesIn(program: Node, folder: string): Alias[] {
  const aliases: Alias[] = [];
  const add = (find: string | undefined, target: Node) => {
    const path = pathOf(target, folder);
    if (find !== undefined && find !== "" && path !== undefined) aliases.push({ find, path });
  };
  walk(program, (node) => {
    if (node.type !== "Property" || nameOf(node) !== "alias") return;
    const value = withoutTypes(node.value);
    if (value.type === "ObjectExpression") {
      for (const entry of value.properties) if (entry.type === "Property") add(nameOf(entry), entry.value);
    } else if (value.type === "ArrayExpression") {
      for (const item of value.elements) {
        if (item?.type !== "ObjectExpression") continue;
        const find = propertyOf(item, "find");
        const replacement = propertyOf(item, "replacement");
        if (replacement !== undefined) add(literalText(find), replacement);
      }
    }
  });
  return aliases;
}

function propertyOf(object: Extract<Node, { type: "ObjectExpression" }>, name: string): Node | undefined {
  for (const entry of object.properties) {
    if (entry.type === "Property" && nameOf(entry) === name) return entry.value;
  }
  return undefined;
}

function nameOf(property: Extract<Node, { type: "Property" }>): string | undefined {
  if (property.key.type === "Identifier" && !property.computed) return property.key.name;
  return literalText(property.key);
}

/** The path that the target of an alias names; the config's own folder is where relative paths start. */
function pathOf(target: Node, folder: string): string | undefined {
  const node = withoutTypes(target);
  const text = literalText(node);
  // In a config, `/src` is relative to the project's folder.
  if (text !== undefined)
    return text.startsWith("/") || text.startsWith(".") ? joinPath(folder, text) : undefined;
  if (node.type === "CallExpression" || node.type === "NewExpression") {
    const parts: string[] = [];
    for (const argument of node.arguments) {
      const part = literalText(argument);
      if (part !== undefined) {
        parts.push(part.replace(/^\//, ""));
        continue;
      }
      const inner = withoutTypes(argument);
      // `__dirname`, `import.meta.dirname`, `process.cwd()`, `import.meta.url` all stand for the config's folder.
      if (inner.type === "NewExpression" || (inner.type === "CallExpression" && inner.arguments.length > 0)) {
        return pathOf(inner, folder);
      }
      if (inner.type === "Identifier" && inner.name !== "__dirname") return undefined;
    }
    return parts.length === 0 ? undefined : joinPath(folder, ...parts);
  }
  return node.type === "MemberExpression" ? pathOf(node.object, folder) : undefined;
}
