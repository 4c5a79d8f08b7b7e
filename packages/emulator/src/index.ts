export { createEmulator } from "./create-emulator.ts";
export type { AuthKitSideOptions, ConvexSideOptions, Emulator, EmulatorOptions } from "./emulator.ts";
export { EmulatorError } from "./emulator-error.ts";
export { parseDuration } from "./clock/duration.ts";
