import type { ParsedModule } from "./parse.ts";

/** Whether a module begins with a directive such as `"use client"`. */
export function hasModuleDirective(module: ParsedModule, directive: string): boolean {
  if (!module.text.includes(directive)) return false;
  return module
    .statementsMentioning(directive)
    .some((it) => it.type === "ExpressionStatement" && "directive" in it && it.directive === directive);
}
