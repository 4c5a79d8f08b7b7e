const END_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Is told every signal that asks this process to end, which then does not end by itself.
 *
 * @returns stops listening
 */
export function onEndSignals(listener: (name: NodeJS.Signals) => void): () => void {
  for (const name of END_SIGNALS) process.on(name, listener);
  return () => {
    for (const name of END_SIGNALS) process.off(name, listener);
  };
}

/** Waits until this process is asked to end. */
export function untilEndSignal(): Promise<void> {
  return new Promise((resolve) => {
    // A timer keeps the process alive: servers alone might not, once their sockets are gone.
    const alive = setInterval(() => {}, 1 << 30);
    const stop = onEndSignals(() => {
      clearInterval(alive);
      stop();
      resolve();
    });
  });
}
