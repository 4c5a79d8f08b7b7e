import { judge, type Verdict } from "@convex-authkit/core";
import { useEffect, useState } from "react";
import { askConvex, type ConvexAnswer } from "../provider/ask-convex.ts";

/** What is known about the token held. */
export interface TokenJudgement {
  /** What Convex's rules say under the config given; null: no config, or no token. */
  verdict: Verdict | null;
  /** What the deployment itself says. */
  answer: ConvexAnswer | null;
}

/**
 * Judges the token twice: by Convex's rules under the given auth config, and by asking the deployment.
 *
 * @param config the default export of `auth.config.ts`, with its values filled in; undefined: not given
 */
export function useVerdict(token: string | null, config: unknown, url: string): TokenJudgement {
  const [judgement, setJudgement] = useState<TokenJudgement>({ verdict: null, answer: null });
  useEffect(() => {
    let current = true;
    setJudgement({ verdict: null, answer: null });
    if (token === null) return;
    const set = (part: Partial<TokenJudgement>): void => {
      if (current) setJudgement((before) => ({ ...before, ...part }));
    };
    void askConvex(url, token).then((answer) => set({ answer }));
    if (config !== undefined)
      void judge(token, { config, jwks: fetchKeys }).then((verdict) => set({ verdict }));
    return () => {
      current = false;
    };
  }, [token, config, url]);
  return judgement;
}

/** WorkOS need not let pages read its keys; then the signature counts as not checked. */
async function fetchKeys(url: string): Promise<{ status: number; contentType: string | null; body: string }> {
  const response = await fetch(url, { headers: { Accept: "application/json" } });
  return {
    status: response.status,
    contentType: response.headers.get("content-type"),
    body: await response.text(),
  };
}
