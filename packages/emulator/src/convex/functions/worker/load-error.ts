/** Code that a push refuses; the message is Convex's. */
export class LoadError extends Error {}
