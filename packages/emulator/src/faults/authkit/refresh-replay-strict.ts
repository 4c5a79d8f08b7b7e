import { fault } from "../fault.ts";

export default fault({
  id: "refresh-replay-strict",
  side: "authkit",
  title: "A refresh token works once, without the seconds of grace.",
  about:
    'Whatever refreshes twice with the same token, such as two tabs, or authkit-nextjs\'s proxy and its server action, gets "Refresh token already exchanged." So it is when an old token comes back after the grace: a stale tab, a cookie that was never stored.',
  provokes: ["refresh-token-already-exchanged"],
  parameters: {},
  at: { replayGrace: () => 0 },
});
