export { createEmulator } from "./create-emulator.ts";
export type { AuthKitSideOptions, ConvexSideOptions, Emulator, EmulatorOptions } from "./emulator.ts";
export type { Account, Seed } from "./authkit/accounts.ts";
export { EmulatorError } from "./emulator-error.ts";
export { parseDuration } from "./clock/duration.ts";
export type { FaultSetting } from "./faults/fault.ts";
export type { TimelineEvent } from "./timeline/event.ts";
export { timelineToHar } from "./timeline/har.ts";
export { timelineToJson } from "./timeline/timeline-json.ts";
