import { currentCall } from "./call-context.ts";

const RealDate = Date;
let offset = 0;

/** @param ahead milliseconds by which the emulator's clock is ahead of the machine's */
export function setClockOffset(ahead: number): void {
  offset = ahead;
}

/** Milliseconds since 1970, by the emulator's clock; within a query or mutation when it began. */
export function now(): number {
  return currentCall()?.frozenTime ?? clockTime();
}

/** The same, outside of any function. */
export function clockTime(): number {
  return RealDate.now() + offset;
}

/** Makes `Date` tell the emulator's time. */
export function installDate(): void {
  globalThis.Date = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, args: [], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
    get: (target, name) => (name === "now" ? now : (Reflect.get(target, name) as unknown)),
  });
}
