import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Location } from "../location.ts";
import { positionsIn } from "../positions.ts";
import type { Reading } from "../reading.ts";
import type { Stage } from "../stage.ts";
import type { Backend } from "../workspace/workspace.ts";
import type { AuthKitConfigure, AuthKitSection, ConvexJsonFact, Template } from "./convex-json.ts";
import { isCommentKey, KNOWN_KEYS, meantKey } from "./known-keys.ts";
import { templateParts } from "./template.ts";

const SECTIONS: readonly [AuthKitSection["key"], Stage][] = [
  ["dev", "development"],
  ["preview", "preview"],
  ["prod", "production"],
];

/**
 * Reads the convex.json of one backend, by the rules of the Convex CLI 1.48.0: plain JSON without comments, a schema
 * that refuses wrong types, and inside `authKit` drops what it does not know.
 *
 * @returns a fact with `file: null` where the backend has no convex.json, or only a file of that name that is
 *   something else (a tsconfig)
 */
export function readConvexJson({ files }: Pick<Reading, "files">, backend: Backend): ConvexJsonFact {
  const none: ConvexJsonFact = {
    file: null,
    functions: null,
    refusals: [],
    unknownKeys: [],
    authKit: null,
  };
  const file = backend.convexJson;
  const text = file === null ? undefined : files.read(file);
  if (file === null || text === undefined) return none;
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  if (root !== undefined && property(root, "compilerOptions") !== undefined) return none;
  const reader = new ConvexJsonReader(file, text);
  const error = errors[0];
  if (error !== undefined) {
    return { ...none, file, refusals: [reader.syntaxRefusal(text, error)] };
  }
  return root === undefined ? none : reader.read(root);
}

/** Collects what one convex.json says while walking through it. */
class ConvexJsonReader {
  readonly #file: string;
  readonly #at: (offset: number) => Location;
  readonly #refusals: ConvexJsonFact["refusals"] = [];
  readonly #unknownKeys: ConvexJsonFact["unknownKeys"] = [];

  constructor(file: string, text: string) {
    const position = positionsIn(text);
    this.#file = file;
    this.#at = (offset) => ({ file, ...position(offset) });
  }

  syntaxRefusal(text: string, { error, offset }: ParseError): ConvexJsonFact["refusals"][number] {
    const conflict = /^(?:<{7}|={7}|>{7})(?: |$)/m.exec(text);
    const message =
      conflict === null
        ? `It is not JSON: ${syntaxWords(error)}.`
        : "It holds the markers of an unfinished merge.";
    return { path: "", message, location: this.#at(conflict?.index ?? offset) };
  }

  read(root: Node): ConvexJsonFact {
    const functions = property(root, "functions");
    if (this.#isObject(root, "")) {
      this.#lookForUnknownKeys(root, "", KNOWN_KEYS.top, "kept");
      this.#isString(functions, "functions");
      const node = property(root, "node");
      if (node !== undefined && this.#isObject(node, "node")) {
        this.#strings(property(node, "externalPackages"), "node.externalPackages");
        this.#isString(property(node, "nodeVersion"), "node.nodeVersion");
      }
    }
    const authKit = property(root, "authKit");
    return {
      file: this.#file,
      functions: functions?.type === "string" ? String(functions.value) : null,
      authKit: authKit === undefined ? null : this.#authKit(authKit),
      refusals: this.#refusals,
      unknownKeys: this.#unknownKeys,
    };
  }

  #authKit(node: Node): ConvexJsonFact["authKit"] {
    const stages: NonNullable<ConvexJsonFact["authKit"]>["stages"] = {};
    if (this.#isObject(node, "authKit")) {
      this.#lookForUnknownKeys(node, "authKit", KNOWN_KEYS.authKit, "dropped");
      for (const [key, stage] of SECTIONS) {
        const section = property(node, key);
        if (section !== undefined) stages[stage] = this.#section(section, key);
      }
    }
    return { location: this.#keyLocation(node), stages };
  }

  #section(node: Node, key: AuthKitSection["key"]): AuthKitSection {
    const path = `authKit.${key}`;
    const section: AuthKitSection = {
      key,
      location: this.#keyLocation(node),
      configure: null,
      localEnvVars: null,
      environmentType: null,
    };
    if (!this.#isObject(node, path)) return section;
    this.#lookForUnknownKeys(node, path, KNOWN_KEYS.section, "dropped");
    section.configure = this.#configure(property(node, "configure"), `${path}.configure`);
    section.localEnvVars = this.#localEnvVars(property(node, "localEnvVars"), key);
    section.environmentType = this.#environmentType(property(node, "environmentType"), key);
    return section;
  }

  #configure(node: Node | undefined, path: string): AuthKitConfigure | false | null {
    if (node === undefined) return null;
    if (node.type === "boolean" && node.value === false) return false;
    if (!this.#isObject(node, path, "`false` or an object")) return null;
    this.#lookForUnknownKeys(node, path, KNOWN_KEYS.configure, "dropped");
    const homepage = property(node, "appHomepageUrl");
    this.#isString(homepage, `${path}.appHomepageUrl`);
    return {
      location: this.#keyLocation(node),
      redirectUris: this.#strings(property(node, "redirectUris"), `${path}.redirectUris`),
      corsOrigins: this.#strings(property(node, "corsOrigins"), `${path}.corsOrigins`),
      appHomepageUrl: homepage?.type === "string" ? this.#template(homepage) : null,
    };
  }

  #localEnvVars(node: Node | undefined, key: AuthKitSection["key"]): Record<string, Template> | false | null {
    const path = `authKit.${key}.localEnvVars`;
    if (node === undefined) return null;
    if (node.type === "boolean" && node.value === false) return false;
    if (!this.#isObject(node, path, "`false` or an object")) return null;
    if (key !== "dev") {
      this.#refuse(node, path, "authKit.localEnvVars is only supported for dev deployments.");
    }
    const variables: Record<string, Template> = {};
    for (const [name, value] of properties(node)) {
      if (this.#isString(value, `${path}.${name}`)) variables[name] = this.#template(value);
    }
    return variables;
  }

  #environmentType(node: Node | undefined, key: AuthKitSection["key"]): AuthKitSection["environmentType"] {
    if (node === undefined) return null;
    const path = `authKit.${key}.environmentType`;
    const value: unknown = node.value;
    if (value !== "development" && value !== "staging" && value !== "production") {
      this.#refuse(node, path, `${path} must be "development", "staging" or "production".`);
      return null;
    }
    if (key !== "prod")
      this.#refuse(node, path, "authKit.environmentType is only allowed in the prod section.");
    return value;
  }

  #strings(node: Node | undefined, path: string): Template[] {
    if (node === undefined) return [];
    if (node.type !== "array") {
      this.#refuse(node, path, `${path} must be a list of strings.`);
      return [];
    }
    return (node.children ?? [])
      .filter((item, index) => this.#isString(item, `${path}[${index}]`))
      .map((item) => this.#template(item));
  }

  #template(node: Node): Template {
    const raw = String(node.value);
    return { raw, parts: templateParts(raw), location: this.#at(node.offset) };
  }

  #lookForUnknownKeys(
    node: Node,
    parent: string,
    known: readonly string[],
    effect: "dropped" | "kept",
  ): void {
    for (const [key, value] of properties(node)) {
      if (known.includes(key) || isCommentKey(key)) continue;
      const location = this.#keyLocation(value);
      this.#unknownKeys.push({ parent, key, meant: meantKey(key, known), effect, location });
    }
  }

  #isObject(node: Node, path: string, wanted = "an object"): boolean {
    if (node.type === "object") return true;
    this.#refuse(node, path, path === "" ? "convex.json must hold an object." : `${path} must be ${wanted}.`);
    return false;
  }

  #isString(node: Node | undefined, path: string): node is Node {
    if (node === undefined || node.type === "string") return node !== undefined;
    this.#refuse(node, path, `${path} must be a string.`);
    return false;
  }

  #refuse(node: Node, path: string, message: string): void {
    this.#refusals.push({ path, message, location: this.#keyLocation(node) });
  }

  /** The place of a value's key, where there is one: that is the line to look at. */
  #keyLocation(value: Node): Location {
    const key = value.parent?.type === "property" ? value.parent.children?.[0] : undefined;
    return this.#at((key ?? value).offset);
  }
}

function properties(node: Node): [string, Node][] {
  return (node.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? [];
    return key === undefined || value === undefined ? [] : [[String(key.value), value] as [string, Node]];
  });
}

/** The value of a key: the last one, where a key occurs twice, as `JSON.parse` has it. */
function property(node: Node, key: string): Node | undefined {
  return node.type === "object" ? properties(node).findLast(([name]) => name === key)?.[1] : undefined;
}

function syntaxWords(error: ParseError["error"]): string {
  const words = printParseErrorCode(error)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words === "invalid comment token" ? "the Convex CLI does not accept comments in it" : words;
}
