import type { JSXElement, Node } from "../../source/parse.ts";
import type { AppAnalysis } from "../gating/app-analysis.ts";
import type { Condition } from "../gating/conditions.ts";
import { readAttribute, writtenAttribute } from "../gating/jsx-elements.ts";
import { quoteOf } from "../gating/reach.ts";
import type { SignInButton } from "./controls.ts";
import { signInConditions } from "./sign-in-handlers.ts";

/** Finds the controls whose click calls `signIn()` or `signUp()` of authkit-react. */
export function readSignInButtons({ sources, reachability }: AppAnalysis): SignInButton[] {
  if (!sources.app.authkit.includes("@workos-inc/authkit-react")) return [];
  return sources.mentioning(/on(?:Click|Press|Select)\b/, /sign|log-?in|auth/i).flatMap((module) => {
    const buttons: SignInButton[] = [];
    for (const node of module.nodes) {
      if (node.type !== "JSXElement") continue;
      const clicked = clickConditions(node, (handler) => signInConditions(sources.graph, module, handler));
      if (clicked === undefined) continue;
      const handler = handlerAttribute(node) ?? node.openingElement;
      buttons.push({
        quote: quoteOf(module, handler),
        location: module.locationOf(handler),
        ways: reachability.of(module, node, clicked),
      });
    }
    return buttons;
  });
}

/** What must hold for a click to reach the SDK; undefined when it never does. */
function clickConditions(
  { openingElement }: JSXElement,
  signIn: (handler: Node) => Condition[] | undefined,
): Condition[] | undefined {
  for (const name of HANDLERS) {
    const handler = writtenAttribute(openingElement, name);
    const conditions = handler === null ? undefined : signIn(handler);
    if (conditions === undefined) continue;
    return [...conditions, ...DISABLING.flatMap((it) => enabled(openingElement, it))];
  }
  return undefined;
}

/** Attributes with which elements and the buttons of common libraries take no clicks. */
const DISABLING = ["disabled", "isDisabled", "loading", "isLoading", "isPending", "aria-disabled"];

const HANDLERS = ["onClick", "onPress", "onSelect"];

function enabled(element: JSXElement["openingElement"], name: string): Condition[] {
  const reading = readAttribute(element, name);
  if (reading.kind === "absent") return [];
  return reading.kind === "written" && reading.value !== null
    ? [{ kind: "test", test: reading.value, expected: false }]
    : [{ kind: "unknown" }];
}

function handlerAttribute({ openingElement }: JSXElement) {
  return openingElement.attributes.find(
    (it) => it.type === "JSXAttribute" && it.name.type === "JSXIdentifier" && HANDLERS.includes(it.name.name),
  );
}
