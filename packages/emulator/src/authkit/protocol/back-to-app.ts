import type { Asked } from "../../faults/switchboard.ts";
import type { AuthKitContext } from "../context.ts";
import { redirectTo } from "./error-page.ts";

/**
 * Sends the browser back to the app's callback.
 *
 * @param to where to, and the state to give back verbatim
 * @param parameters `code`, or `error` and `error_description`
 */
export function backToApp(
  context: AuthKitContext,
  { redirectUri, state }: { redirectUri: string; state: string | null },
  parameters: Record<string, string>,
  asked: Asked,
  answer: { status?: 302 | 303; cookies?: readonly string[] } = {},
): Response {
  const decided = context.parts.faults.decide(
    "callbackParameters",
    { ...parameters, ...(state === null ? {} : { state }) },
    asked,
  );
  const { code, error } = decided.value;
  context.parts.timeline.record({
    side: "authkit",
    step: "callback",
    kind: code === undefined ? "callback-error" : "code",
    outcome: decided.by.length > 0 ? "fault" : error === undefined ? "ok" : "refused",
    title:
      code === undefined
        ? `The browser went back to ${redirectUri} with the error ${error}.`
        : `The browser went back to ${redirectUri} with a code.`,
    subject: asked.subject,
    detail: { redirectUri, ...decided.value },
    fault: decided.by[0],
  });
  const query = new URLSearchParams(decided.value).toString();
  // Not through URL: a registered address comes back as it was registered.
  const location =
    query === "" ? redirectUri : `${redirectUri}${redirectUri.includes("?") ? "&" : "?"}${query}`;
  return redirectTo(location, answer.status ?? 302, answer.cookies);
}
