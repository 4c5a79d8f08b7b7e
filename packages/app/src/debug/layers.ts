import type { ConnectionState } from "../provider/connection-state.ts";
import { duration } from "./times.ts";

/** How one link of the chain stands here and now. */
export interface Layer {
  step: "session" | "token" | "acceptance" | "identity" | "renewal";
  title: string;
  status: "holds" | "broken" | "waiting" | "unknown";
  /** One sentence. */
  says: string;
}

/** What the page knows beside the state of the connection. */
export interface LayerEvidence {
  /** Milliseconds since 1970. */
  now: number;
  /** The claims functions will see; null: not known. */
  identity: Record<string, unknown> | null;
  /** Convex's answer to being asked with the same token. */
  answer: { accepted: boolean | null; message: string | null } | null;
}

/** The chain, as far as a browser can tell: the three layers, then what functions see, then whether it will last. */
export function layersOf(state: ConnectionState, evidence: LayerEvidence): Layer[] {
  return [
    session(state),
    token(state, evidence),
    acceptance(state, evidence),
    identity(state, evidence),
    renewal(state, evidence),
  ];
}

function session({ session: { status }, token: tokenStatus }: ConnectionState): Layer {
  const layer = { step: "session", title: "WorkOS session" } as const;
  if (status === "loading")
    return { ...layer, status: "waiting", says: "AuthKit has not said yet whether anybody is signed in." };
  if (status === "signed-out") return { ...layer, status: "unknown", says: "Nobody is signed in." };
  if (tokenStatus?.kind === "ended")
    return {
      ...layer,
      status: "broken",
      says: `AuthKit shows a user, but the session is over: ${tokenStatus.reason}`,
    };
  return { ...layer, status: "holds", says: "AuthKit knows a signed-in user." };
}

function token({ session: { status }, token: tokenStatus }: ConnectionState, { now }: LayerEvidence): Layer {
  const layer = { step: "token", title: "Access token" } as const;
  if (status !== "signed-in" || tokenStatus === null)
    return { ...layer, status: "unknown", says: "There is no session to get one from." };
  switch (tokenStatus.kind) {
    case "waiting":
      return { ...layer, status: "waiting", says: "The token is being fetched." };
    case "ready":
      return {
        ...layer,
        status: "holds",
        says: `There is one, valid for ${duration(tokenStatus.expiresAt - now)} more.`,
      };
    case "retrying":
      return {
        ...layer,
        status: tokenStatus.expiresAt === null ? "broken" : "waiting",
        says: `WorkOS gave none (${tokenStatus.reason}); attempt ${tokenStatus.failures + 1} in ${duration(tokenStatus.retryAt - now)}.`,
      };
    case "ended":
      return { ...layer, status: "broken", says: `WorkOS gives none any more: ${tokenStatus.reason}` };
  }
}

function acceptance(
  { session: { status }, acceptance: { status: verdict } }: ConnectionState,
  { answer }: LayerEvidence,
): Layer {
  const layer = { step: "acceptance", title: "Convex acceptance" } as const;
  if (status !== "signed-in") return { ...layer, status: "unknown", says: "There is no token to accept." };
  if (verdict === "accepted")
    return { ...layer, status: "holds", says: "Convex accepted the token on its socket." };
  if (verdict === "renewing")
    return { ...layer, status: "waiting", says: "Convex wants another token; the app goes on meanwhile." };
  if (verdict === "refused" || answer?.accepted === false)
    return { ...layer, status: "broken", says: answer?.message ?? "Convex did not accept the token." };
  return { ...layer, status: "waiting", says: "Convex has not said yet." };
}

function identity({ acceptance: { status } }: ConnectionState, { identity: claims }: LayerEvidence): Layer {
  const layer = { step: "identity", title: "Identity" } as const;
  if (claims === null || status !== "accepted")
    return { ...layer, status: "unknown", says: "Functions see no identity." };
  const missing = ["email", "name"].filter((claim) => claims[claim] === undefined);
  if (missing.length === 0)
    return { ...layer, status: "holds", says: "Functions see a user with e-mail address and name." };
  return {
    ...layer,
    status: "unknown",
    says: `Functions see a user without ${missing.join(" and ")}: the JWT template does not add it.`,
  };
}

function renewal({ token: tokenStatus, lastFailure }: ConnectionState, { now }: LayerEvidence): Layer {
  const layer = { step: "renewal", title: "Renewal" } as const;
  if (tokenStatus === null) return { ...layer, status: "unknown", says: "There is nothing to renew." };
  if (tokenStatus.kind === "ended")
    return { ...layer, status: "broken", says: "The session cannot be renewed. Sign in again." };
  if (tokenStatus.kind === "retrying")
    return {
      ...layer,
      status: "waiting",
      says: `Failing since ${tokenStatus.failures} attempts, and tried on: ${tokenStatus.reason}`,
    };
  if (lastFailure?.step === "renewal" && now - lastFailure.time < 60_000)
    return { ...layer, status: "waiting", says: `Failed a moment ago: ${lastFailure.reason}` };
  return { ...layer, status: "holds", says: "The next token is fetched before this one expires." };
}
