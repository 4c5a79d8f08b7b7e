import type { ReactNode } from "react";
import { useConnectionStore, useConvexAuthKit } from "../provider/convex-connection-provider.tsx";
import { Chain } from "./chain.tsx";
import { History } from "./history.tsx";
import { layersOf } from "./layers.ts";
import { STYLE } from "./style.ts";
import { useDeployment } from "./use-deployment.ts";

interface Props {
  signIn: ReactNode;
  /** Whether what happened in this tab may be shown: it is about whoever was signed in before. */
  mayLookBack: boolean;
}

/** What is known without a user: that nobody is signed in, how far the chain holds, and whether the deployment answers. */
export function Visitor({ signIn, mayLookBack }: Props): ReactNode {
  const state = useConvexAuthKit();
  const { history, url } = useConnectionStore().inspect();
  const deployment = useDeployment(url);
  const waiting = state.session.status === "loading";
  return (
    <section className="convex-authkit-debug" aria-label="How sign-in stands">
      <style>{STYLE}</style>
      <p role="status">
        {waiting
          ? "AuthKit has not said yet whether anybody is signed in."
          : "Nobody is signed in. There is no token to look at; the rest of this page opens after a sign-in."}
      </p>
      {!waiting && signIn}
      <Chain layers={layersOf(state, { now: 0, identity: null, answer: null })} />
      <p>{deployment}</p>
      {mayLookBack && <History events={history} />}
    </section>
  );
}
