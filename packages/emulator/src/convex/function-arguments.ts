/**
 * The one argument object of a function. Clients send it in a list, as the first of the positional arguments of old; the HTTP API
 * takes it alone as well.
 */
export function argumentObject(args: unknown): unknown {
  return Array.isArray(args) ? (args[0] ?? {}) : args;
}
