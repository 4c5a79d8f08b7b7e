import type { Node, ParsedModule } from "../../source/parse.ts";
import type { HandBuiltUrl } from "./redirect-uris.ts";

/**
 * WorkOS's own path; an app may have a route like `/api/sso/authorize`. Below it is another endpoint: `/authorize/device`
 * begins a sign-in without a browser.
 */
const AUTHORIZE =
  /\/user_management\/authorize(?!\/?[\w-])|^(?:https?:\/\/[^/]+)?\/sso\/authorize(?!\/?[\w-])/;

/**
 * The authorization URLs that a module puts together by hand. What the URL carries is looked for in the whole file:
 * parameters are often added elsewhere in it.
 */
export function handBuiltUrls(module: ParsedModule): HandBuiltUrl[] {
  const found: HandBuiltUrl[] = [];
  const code = withoutComments(module);
  for (const node of module.nodes) {
    const text =
      node.type === "Literal" && typeof node.value === "string"
        ? node.value
        : node.type === "TemplateElement"
          ? node.value.raw
          : "";
    if (!AUTHORIZE.test(text) || isCompared(node)) continue;
    found.push({
      selectsConnection: /\b(?:provider|connection(?:_id|Id)?|organization(?:_id|Id)?)\b/.test(code),
      isProtected: /code_challenge|codeChallenge|pkce|code_?verifier|\bstate\b/i.test(code),
      location: module.locationOf(node),
    });
  }
  return found;
}

/** Who compares an address answers it, or looks at where it is. */
function isCompared({ parent }: Node): boolean {
  return (
    parent?.type === "SwitchCase" ||
    (parent?.type === "BinaryExpression" && /^[!=]==?$/.test(parent.operator))
  );
}

function withoutComments(module: ParsedModule): string {
  let code = module.text;
  for (const { start, end } of [...module.comments].reverse()) code = code.slice(0, start) + code.slice(end);
  return code;
}
