import type { Fault } from "./fault.ts";

/** Every fault, one file each beside this one. */
export const ALL_FAULTS: readonly Fault[] = [];
