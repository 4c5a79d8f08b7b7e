/**
 * Whether a file begins with the directive `"use node"`, so that its actions run in Node.
 *
 * Directives are the string statements at the very beginning; comments may stand before and between them.
 */
export function hasUseNode(source: string): boolean {
  if (!source.includes("use node")) return false;
  let rest = source.replace(/^\uFEFF/, "").replace(/^#!.*/, "");
  for (;;) {
    rest = rest.replace(/^(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/, "");
    const directive = /^(?:"([^"\\\n]*)"|'([^'\\\n]*)')[ \t]*(?:;|(?=\r?\n|$|\/[/*]))/.exec(rest);
    if (directive === null) return false;
    if ((directive[1] ?? directive[2]) === "use node") return true;
    rest = rest.slice(directive[0].length);
  }
}
