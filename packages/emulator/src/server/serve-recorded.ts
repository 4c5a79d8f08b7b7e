import { createClock } from "../clock/clock.ts";
import { createTimeline, type Timeline } from "../timeline/timeline.ts";
import { type Answers, answerRequests } from "./answer-requests.ts";
import { listenOnLoopback, type LoopbackServer } from "./loopback.ts";

/** A server of the emulator with nothing behind it but some answers, for tests; what is under `/own` is not recorded. */
export async function serveRecorded(
  answers: () => Answers | Promise<Answers>,
): Promise<{ timeline: Timeline; server: LoopbackServer }> {
  const clock = createClock();
  const timeline = createTimeline(clock);
  const server = await listenOnLoopback(
    0,
    { what: "AuthKit", option: "--port" },
    answerRequests({ clock, timeline }, "authkit", answers, (path) => path.startsWith("/own")),
  );
  return { timeline, server };
}
