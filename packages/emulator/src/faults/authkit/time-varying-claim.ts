import { fault } from "../fault.ts";

export default fault({
  id: "time-varying-claim",
  side: "authkit",
  title: "Each access token carries a claim that no other has.",
  about:
    "Convex takes every refreshed token for another identity and runs all queries of the client again. So it is with a JWT template that copies a time.",
  provokes: ["cache-busting-claim"],
  parameters: {
    claim: { default: "last_seen_at", about: "The name of the claim, which holds the time of the grant." },
  },
  at: {
    claims: (claims, { now, parameters }) => ({ ...claims, [parameters.claim]: new Date(now).toISOString() }),
  },
});
