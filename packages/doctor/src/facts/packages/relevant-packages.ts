const RELEVANT =
  /^(?:@workos(?:-inc)?\/.+|@convex-dev\/.+|convex(?:-.+)?|next|react|react-dom|react-native|expo|vite|rolldown-vite|@vitejs\/.+|@tanstack\/(?:[a-z]+-)?(?:start|router|router-with-query)|react-router(?:-dom)?|@react-router\/.+|@remix-run\/.+|iron-session|jose)$/;

/** What the SDKs are built on, and what decides how a session is refreshed and unsealed. */
const BUILDING_BLOCK = /^(?:@workos-inc\/(?:authkit-js|node)|@workos\/authkit-session)$/;

/** Whether the version of a package can matter to a failure mode. */
export function isRelevantPackage(name: string): boolean {
  return RELEVANT.test(name);
}

/**
 * Whether a package is what the AuthKit SDKs are built on, so that its version matters even where only an SDK
 * depends on it: `@workos-inc/authkit-js` below `@workos-inc/authkit-react`.
 */
export function isBuildingBlock(name: string): boolean {
  return BUILDING_BLOCK.test(name);
}

/** Whether a package is an AuthKit SDK or a building block, whose own dependencies are followed. */
export function isAuthkitSdk(name: string): boolean {
  return /^@workos(?:-inc)?\/authkit-/.test(name);
}
