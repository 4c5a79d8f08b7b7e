import { type Step, STEPS } from "./step.ts";

/** What is known about one step of the chain, in words for a report. */
export interface ChainStep {
  readonly id: Step;
  /** Two or three words for a heading or a table. */
  readonly title: string;
  /** One sentence that is true exactly when the step holds. */
  readonly holdsWhen: string;
  /** What usually breaks it, in a few words each. */
  readonly typicalBreaks: readonly string[];
}

const STEP_TEXTS: Record<Step, Omit<ChainStep, "id">> = {
  setup: {
    title: "Set-up",
    holdsWhen: "Packages, versions, convex.json, environment variables and files are there and fit together.",
    typicalBreaks: ["a wrong peer version", "a missing environment variable"],
  },
  "sign-in": {
    title: "Sign-in",
    holdsWhen: "The sign-in control reaches AuthKit with a client id and a redirect URI that WorkOS accepts.",
    typicalBreaks: [
      "a redirect URI that is not registered",
      "a dev server on another port",
      "a button that does nothing",
    ],
  },
  callback: {
    title: "Callback",
    holdsWhen: "The code comes back to a route that exchanges it, once, with its verifier.",
    typicalBreaks: [
      "no callback route",
      "a lost PKCE cookie",
      "a redirect that comes too early",
      "a CORS refusal",
    ],
  },
  session: {
    title: "WorkOS session",
    holdsWhen: "The WorkOS session is stored, sent and unsealed, as a cookie or as a refresh token.",
    typicalBreaks: ["a short cookie password", "a cookie over 4,096 bytes", "a third-party cookie"],
  },
  token: {
    title: "Access token",
    holdsWhen: "The client can get an access token, and a fresh one when it asks for it.",
    typicalBreaks: ["a refresh loop", "status 429 from WorkOS", "invalid_grant"],
  },
  acceptance: {
    title: "Convex acceptance",
    holdsWhen: "Convex accepts that token under the deployed auth.config.ts.",
    typicalBreaks: [
      "a missing provider",
      "applicationID on the wrong provider",
      "the client id of another environment",
    ],
  },
  identity: {
    title: "Identity",
    holdsWhen: "The identity that functions see holds the claims they read.",
    typicalBreaks: ["email is not in the JWT template", "pictureUrl is read, picture is sent"],
  },
  gating: {
    title: "Gating",
    holdsWhen: "The user interface and the functions wait for Convex's verdict, not for WorkOS's.",
    typicalBreaks: ["a query that runs before Convex has the token", "a gate on AuthKit's user"],
  },
  renewal: {
    title: "Renewal",
    holdsWhen: "The session survives expiry, sleep, several tabs and an outage.",
    typicalBreaks: ["the same token returned to a forced refresh", "null returned on a passing error"],
  },
  "sign-out": {
    title: "Sign-out",
    holdsWhen: "The session ends when the user says so, and only then.",
    typicalBreaks: ["a prefetched GET /sign-out"],
  },
};

/** All steps with their words, in the order in which they happen. */
export const CHAIN: readonly ChainStep[] = STEPS.map((id) => ({ id, ...STEP_TEXTS[id] }));

/** The words for one step. */
export function chainStep(step: Step): ChainStep {
  return { id: step, ...STEP_TEXTS[step] };
}
