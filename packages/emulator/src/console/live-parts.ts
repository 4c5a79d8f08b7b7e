import type { Html } from "../authkit/pages/page.ts";
import type { Emulator } from "../emulator.ts";
import { accountsPanel } from "./panels/accounts-panel.ts";
import { clockState } from "./panels/clock-panel.ts";
import { deploymentState } from "./panels/deployment-panel.ts";
import { activeFaults, faultsOn } from "./panels/faults-panel.ts";
import { sessionsPanel } from "./panels/sessions-panel.ts";
import { settingsFields } from "./panels/settings-panel.ts";
import { chainState } from "./timeline/chain-state.ts";
import { stepState } from "./timeline/chain-view.ts";

/** What changes while the page is open. */
export interface LiveState {
  /** HTML by the name of the part (`data-part`). */
  parts: Record<string, string>;
  /** The ids of the faults that are on. */
  faults: string[];
  /** What stands in the fields of the settings. */
  settings: Record<string, string>;
  /** The number of the newest event; 0: there is none. */
  last: number;
}

export async function liveState({ authkit, convex, faults, clock, timeline }: Emulator): Promise<LiveState> {
  const events = timeline.events();
  const now = clock.now();
  const parts: Record<string, Html> = {
    clock: clockState(clock),
    "faults-on": faultsOn(faults.active()),
    faults: activeFaults(faults.active(), faults.known, now),
    ...Object.fromEntries(chainState(events).map((state) => [`step-${state.step}`, stepState(state)])),
    ...(authkit === null
      ? {}
      : {
          accounts: accountsPanel(authkit.accounts()),
          sessions: sessionsPanel(authkit.sessions(), now),
        }),
    ...(convex === null ? {} : { deployment: deploymentState(convex.deployment()) }),
  };
  const written = await Promise.all(
    Object.entries(parts).map(async ([name, part]) => [name, String(await part)] as const),
  );
  return {
    parts: Object.fromEntries(written),
    faults: faults.active().map(({ id }) => id),
    settings: authkit === null ? {} : settingsFields(authkit.environment),
    last: events.at(-1)?.number ?? 0,
  };
}
