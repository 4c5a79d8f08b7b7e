import type { Clock } from "./clock/clock.ts";
import type { Faults } from "./faults/switchboard.ts";
import type { Timeline } from "./timeline/timeline.ts";

/** What both sides are built from. */
export interface Parts {
  clock: Clock;
  timeline: Timeline;
  faults: Faults;
}
