import { ConvexReactClient, useConvexAuth } from "convex/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { APPS, type Session } from "./hooks-under-test.tsx";

/** What has happened in the page so far. */
export interface Observed {
  /** Calls of `fetchAccessToken` or `getAccessToken`. */
  fetches: number;
  /** Tokens that the provider was made to issue beyond the first. */
  refreshes: number;
  /** L(oading), A(uthenticated), U(nauthenticated), as rendered one after the other. */
  shown: string;
  /** State of the client's authentication, such as `waitingForScheduledRefetch`. */
  state: string;
  /** What the client has warned of or complained about. */
  complaints: string[];
}

declare global {
  interface Window {
    /** Put there by the test: signs a token. */
    issueToken(): Promise<string>;
    /** @param strict in React's strict mode, which runs the first effects twice where it is at the root */
    start(app: string, url: string, strict: boolean): void;
    observed: Observed;
  }
}

const observed: Observed = { fetches: 0, refreshes: 0, shown: "", state: "", complaints: [] };
window.observed = observed;

function Status() {
  const { isLoading, isAuthenticated } = useConvexAuth();
  const shown = isLoading ? "L" : isAuthenticated ? "A" : "U";
  if (!observed.shown.endsWith(shown)) observed.shown += shown;
  return <output>{shown}</output>;
}

function openSession(): Session {
  let token: Promise<string> | undefined;
  return {
    token: () => (token ??= window.issueToken()),
    refresh() {
      observed.refreshes++;
      token = rendered().then(() => window.issueToken());
      return token;
    },
    asked() {
      observed.fetches++;
    },
  };
}

/** A refresh takes long enough for the page to show that it goes on. */
async function rendered(): Promise<void> {
  for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

window.start = (name, url, strict) => {
  const App = APPS[name];
  if (App === undefined) throw new RangeError(`There is no app "${name}".`);
  const complain = (...args: unknown[]): void => void observed.complaints.push(args.map(String).join(" "));
  const client = new ConvexReactClient(url, {
    logger: {
      logVerbose(...args: unknown[]) {
        const state = /setting auth state to .*"state":"(\w+)"/.exec(args.map(String).join(" "))?.[1];
        if (state !== undefined) observed.state = state;
      },
      log() {},
      warn: complain,
      error: complain,
    },
  });
  const app = (
    <App client={client} session={openSession()}>
      <Status />
    </App>
  );
  createRoot(document.body).render(strict ? <StrictMode>{app}</StrictMode> : app);
};
