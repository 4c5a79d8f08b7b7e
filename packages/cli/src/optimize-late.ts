import { setFlagsFromString } from "node:v8";

/** Of V8, that know the setting by this name; others would say on standard error that they do not. */
const VERSIONS = /^1[1-3]\./;

/** In bytes of code that ran; V8's own is a seventh of it. */
const BUDGET = 1_000_000;

/**
 * Makes V8 optimize only what runs very often. A run of the doctor is over within a second or two, before most optimized code
 * has paid for its making: on 5,000 files that was a fifth of the processor's time. For commands that end soon.
 */
export function optimizeLate(): void {
  if (VERSIONS.test(process.versions.v8)) setFlagsFromString(`--interrupt-budget=${BUDGET}`);
}
