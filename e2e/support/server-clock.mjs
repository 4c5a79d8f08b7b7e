// Loaded into the server of an app before anything else (`node --import`), so that time passes there as it does for the emulator and
// the pages: a server that judged tokens by the machine's time would find none of them expired. The test says over the process's
// channel how many milliseconds the emulator is ahead of the machine; timers that have become due by that fire at once.
const machine = { now: Date.now.bind(Date), setTimeout, clearTimeout };
const MachineDate = Date;
let ahead = 0;
const now = () => machine.now() + ahead;

globalThis.Date = new Proxy(MachineDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(
      target,
      given.length === 0 ? [now()] : given,
      newTarget === globalThis.Date ? target : newTarget,
    ),
  apply: () => new MachineDate(now()).toString(),
  get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
});
MachineDate.prototype.constructor = globalThis.Date;

/** What waits: when it is due, and how it is done before the machine's timer. */
const waiting = new Map();

globalThis.setTimeout = Object.assign((callback, delay = 0, ...given) => {
  const timer = machine.setTimeout(() => {
    waiting.delete(timer);
    callback(...given);
  }, delay);
  if (delay > 0) waiting.set(timer, { due: now() + delay, fire: () => callback(...given) });
  return timer;
}, setTimeout);
globalThis.clearTimeout = (timer) => {
  waiting.delete(timer);
  machine.clearTimeout(timer);
};

process.on("message", (message) => {
  if (typeof message !== "object" || message === null || !("ahead" in message)) return;
  ahead = message.ahead;
  for (const [timer, { due, fire }] of [...waiting].sort(([, a], [, b]) => a.due - b.due)) {
    if (due > now() || !waiting.delete(timer)) continue;
    machine.clearTimeout(timer);
    fire();
  }
  process.send({ ahead });
});
