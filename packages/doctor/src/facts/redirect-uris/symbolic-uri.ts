import { originOf } from "@convex-authkit/core";
import type { Template } from "../convex-json/convex-json.ts";
import { PAGE_ORIGIN } from "./stage-text.ts";

/** Scheme and host may be variables; a variable never hides a part of the path unless it stands there. */
const SYMBOLIC = /^((?:https?:\/\/)?(?:\$\{[\w.]+\}|[^/?#])+)(\/[^?#]*)?(?:[?#].*)?$/;

/** Origin and path of a redirect URI that may hold variables; null for the parts that cannot be told. */
export function partsOfUri(text: string): { origin: string | null; pathname: string | null } {
  if (!text.includes("${")) {
    const [, path = ""] = /^[a-z][\w+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(text) ?? [];
    return { origin: originOf(text), pathname: /^https?:/i.test(text) ? path || "/" : null };
  }
  const [, origin, path = "/"] = SYMBOLIC.exec(text) ?? [];
  if (origin === undefined || path.includes("${")) return { origin: null, pathname: null };
  const isWhole = origin === `\${${PAGE_ORIGIN}}` || /^https?:\/\/(?:\$\{[\w.]+\}|[\w.:-])+$/.test(origin);
  // `${SOME_URL}/callback`: the variable may hold a path of its own, so neither part is certain.
  return isWhole ? { origin, pathname: path } : { origin: null, pathname: null };
}

/** A template of convex.json with `${buildEnv.X}` written as `${X}`; null where it cannot be resolved. */
export function templateText(template: Template): string | null {
  let text = "";
  for (const part of template.parts) {
    if (part.kind === "text") text += part.text;
    else if (part.kind === "buildEnv") text += `\${${part.name}}`;
    else return null;
  }
  return text;
}
