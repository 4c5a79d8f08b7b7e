import type { Emulator } from "@convex-authkit/emulator";

/** Refresh grants that WorkOS gave, and those that it answered with the same pair again. */
export const refreshGrants = ({ timeline }: Emulator): number =>
  timeline.events().filter(({ kind, outcome }) => kind === "refresh" && outcome === "ok").length;
