/**
 * Milliseconds since some moment in the past, never running backwards. As `performance.now()`, which would load a part of
 * Node that a short run has no other use for.
 */
export function milliseconds(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1_000_000;
}
