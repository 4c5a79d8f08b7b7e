const RELEVANT =
  /^(?:@workos(?:-inc)?\/.+|@convex-dev\/.+|convex(?:-.+)?|next|react|react-dom|react-native|expo|vite|rolldown-vite|@vitejs\/.+|@tanstack\/(?:[a-z]+-)?(?:start|router|router-with-query)|react-router(?:-dom)?|@react-router\/.+|@remix-run\/.+|iron-session|jose)$/;

const HAND_OFF = /^(?:@workos(?:-inc)?\/.+|@convex-dev\/workos(?:-.+)?|convex)$/;

/** Whether the version of a package can matter to a failure mode. */
export function isRelevantPackage(name: string): boolean {
  return RELEVANT.test(name);
}

/**
 * Whether a package takes part in the hand-off itself, so that its version matters even where only another package
 * depends on it: `@workos-inc/authkit-js` below `@workos-inc/authkit-react`.
 */
export function isHandOffPackage(name: string): boolean {
  return HAND_OFF.test(name);
}
