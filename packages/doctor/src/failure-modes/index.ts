import type { FailureMode } from "./failure-mode.ts";

/** Every failure mode, along the chain. Written by `npm run generate`. */
export const failureModes: readonly FailureMode[] = [];
