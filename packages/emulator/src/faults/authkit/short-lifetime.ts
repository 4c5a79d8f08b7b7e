import { fault } from "../fault.ts";

export default fault({
  id: "short-lifetime",
  side: "authkit",
  title: "Access tokens live only seconds.",
  about:
    "Convex's client refreshes at once and again, since it wants ten seconds in hand: hundreds of grants a minute. So it is after somebody tried out token durations in the dashboard, and with home-made tokens in tests.",
  provokes: ["infinite-token-refresh-loop"],
  parameters: { seconds: { default: 8, about: "Seconds for which an access token lives." } },
  at: { tokenLifetime: (_own, { parameters }) => parameters.seconds },
});
