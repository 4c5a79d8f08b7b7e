/** Waits by the machine's time: a delay that a fault asks for is felt by whoever waits. @param milliseconds 0: not at all */
export function wait(milliseconds: number): Promise<void> {
  return milliseconds > 0 ? new Promise((resolve) => setTimeout(resolve, milliseconds)) : Promise.resolve();
}
