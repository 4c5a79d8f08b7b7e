import { vi } from "vitest";

/** For tests: WorkOS's SDK does not wait the seconds between its tries. Timeouts, which are longer, stay. Ends with `vi.unstubAllGlobals()`. */
export function skipSdkWaits(): void {
  const machine = setTimeout;
  vi.stubGlobal("setTimeout", ((callback: () => void, delay = 0, ...given: unknown[]) =>
    machine(callback, delay >= 300 && delay <= 10_000 ? 0 : delay, ...given)) as typeof setTimeout);
}
