export type { AuthKitSideOptions, ConvexSideOptions, Emulator, EmulatorOptions } from "./emulator.ts";
export { parseDuration } from "./clock/duration.ts";
