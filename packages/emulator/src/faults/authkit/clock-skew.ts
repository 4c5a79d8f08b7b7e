import { fault } from "../fault.ts";

export default fault({
  id: "clock-skew",
  side: "authkit",
  title: "WorkOS's clock is ahead of Convex's.",
  about:
    "Convex refuses a fresh token, which will be valid in so many seconds, and accepts it later. So it is where a virtual machine or a container that hosts Convex has slept.",
  provokes: ["clock-skew"],
  parameters: {
    seconds: { default: 60, about: "Seconds by which AuthKit is ahead; a negative number: behind." },
  },
  at: { authkitClock: (own, { parameters }) => own + parameters.seconds * 1000 },
});
