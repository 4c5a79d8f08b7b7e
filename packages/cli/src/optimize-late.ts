/** Of V8, that know the setting by this name; others would say on standard error that they do not. */
const VERSIONS = /^1[1-3]\./;

/** In bytes of code that ran; V8's own is a seventh of it. */
const BUDGET = 1_000_000;

/**
 * Makes V8 optimize only what runs very often, for commands that end soon: a run of the doctor over thousands of files is over
 * within a second or two, before most optimized code has paid for its making. That took a fifth of the processors' time: none of
 * a second processor that has nothing else to do, and all of an only one.
 */
export function optimizeLate(): void {
  if (!VERSIONS.test(process.versions.v8)) return;
  process.getBuiltinModule("node:v8").setFlagsFromString(`--interrupt-budget=${BUDGET}`);
}
