import { ConvexReactClient, useConvexAuth, useQuery } from "convex/react";
import { makeFunctionReference } from "convex/server";
import { StrictMode } from "react";
import { createRoot, type Root } from "react-dom/client";
import type { AuthKitSession } from "./authkit-session.ts";
import { ConvexConnectionProvider, useConvexAuthKit } from "./convex-connection-provider.tsx";

/** What has happened in the page so far. */
export interface Seen {
  /** Tokens that the SDK was made to get. */
  refreshes: number;
  /** L(oading), A(uthenticated), U(nauthenticated), as rendered one after the other. */
  shown: string;
  /** The answer of a public query; absent: none yet. */
  notes?: number;
  /** The failure mode of the last failure, as `useConvexAuthKit()` tells it; null: none, or not known. */
  failureMode?: string | null;
}

/** How the page is set up. */
export interface PageOptions {
  url: string;
  /** The status AuthKit tells. */
  session: "signed-in" | "signed-out";
  /** The app makes its own client, without options. */
  plainClient?: boolean;
  /** The app's own `onEvent` throws. */
  throwingLog?: boolean;
}

declare global {
  interface Window {
    /** Put there by the test: signs a token. */
    issueToken(): Promise<string>;
    seen: Seen;
    /** Mounts the provider, in React's strict mode; or renders it again with new objects all over. */
    render(options: PageOptions): void;
    unmount(): void;
    /** `retry()` of `useConvexAuthKit()`. */
    retry(): void;
  }
}

const seen: Seen = { refreshes: 0, shown: "" };
window.seen = seen;

function Status() {
  const { isLoading, isAuthenticated } = useConvexAuth();
  const shown = isLoading ? "L" : isAuthenticated ? "A" : "U";
  if (!seen.shown.endsWith(shown)) seen.shown += shown;
  const { lastFailure, retry } = useConvexAuthKit();
  seen.failureMode = lastFailure?.failureMode ?? null;
  window.retry = retry;
  seen.notes = useQuery(makeFunctionReference<"query", Record<string, never>, number>("notes:count"), {});
  return <output>{shown}</output>;
}

const sessionOf = (status: PageOptions["session"]): AuthKitSession =>
  status === "signed-out"
    ? { status }
    : {
        status,
        user: {
          id: "user_01ADA",
          email: "ada@example.com",
          emailVerified: true,
          firstName: "Ada",
          lastName: null,
          profilePictureUrl: null,
        },
        sessionId: "session_01ADA",
        organizationId: null,
      };

let first: Promise<string> | undefined;
let client: ConvexReactClient | undefined;
let root: Root | undefined;

window.render = ({ url, session, plainClient, throwingLog }) => {
  first ??= window.issueToken();
  const token = first;
  if (plainClient) client ??= new ConvexReactClient(url);
  root ??= createRoot(document.body);
  root.render(
    <StrictMode>
      <ConvexConnectionProvider
        {...(client === undefined ? { url } : { client })}
        session={sessionOf(session)}
        source={{
          current: async () => await token,
          async refresh() {
            seen.refreshes++;
            return { kind: "token", token: await window.issueToken() };
          },
        }}
        onEvent={() => {
          if (throwingLog) throw new Error("the app's own mistake");
        }}
      >
        <Status />
      </ConvexConnectionProvider>
    </StrictMode>,
  );
};

window.unmount = () => {
  root?.unmount();
  root = undefined;
};
