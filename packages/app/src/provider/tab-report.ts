import type { TokenStatus } from "../connection/token-keeper.ts";
import type { Acceptance } from "./connection-state.ts";

/** How one tab of this origin stands, for the debug page of any of them. Holds no secret. */
export interface TabReport {
  tab: string;
  path: string;
  visible: boolean;
  session: string;
  acceptance: Acceptance["status"];
  token: TokenStatus | null;
}

/** This tab, to the others. */
export const THIS_TAB = Math.random().toString(36).slice(2, 8);

/** Over which debug pages ask, with the text `?`, and tabs answer. */
export const DEBUG_CHANNEL = "convex-authkit:debug";

/** Answers debug pages of other tabs. @returns ends it */
export function answerDebugPages(report: () => Omit<TabReport, "tab" | "path" | "visible">): () => void {
  if (typeof BroadcastChannel === "undefined") return () => {};
  const channel = new BroadcastChannel(DEBUG_CHANNEL);
  channel.addEventListener("message", ({ data }) => {
    if (data === "?")
      channel.postMessage({ tab: THIS_TAB, path: location.pathname, visible: !document.hidden, ...report() });
  });
  return () => channel.close();
}
