import { fault } from "../fault.ts";

export default fault({
  id: "slow-refresh",
  side: "authkit",
  title: "Refresh grants take many seconds.",
  about:
    "With several tabs, those that wait for their turn give up with an error about a lock: authkit-js waits ten seconds, twice. So it is on a bad connection, and after a laptop has slept.",
  provokes: ["multi-tab-lock-timeout"],
  parameters: {
    milliseconds: { default: 25_000, about: "Milliseconds for which each refresh grant waits." },
  },
  at: {
    delay: (own, { grant, parameters }) =>
      grant === "refresh_token" ? Math.max(own, parameters.milliseconds) : own,
  },
});
