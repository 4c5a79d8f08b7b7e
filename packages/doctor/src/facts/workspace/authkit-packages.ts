/** Packages that run on a server or in Convex functions and give a user interface nothing. */
const SERVER_PACKAGES = new Set(["@workos-inc/node", "@convex-dev/workos-authkit"]);

const AUTHKIT_PACKAGE = /^@workos(?:-inc)?\/authkit-[\w-]+$/;

/**
 * Whether a package signs people in with AuthKit or hands its tokens to Convex. WorkOS's Node SDK counts: sign-in
 * can be built on it alone. `@workos-inc/widgets` does not: it only shows what a session already allows.
 */
export function isAuthkitPackage(name: string): boolean {
  return AUTHKIT_PACKAGE.test(name) || name === "@convex-dev/workos" || SERVER_PACKAGES.has(name);
}

/** Whether it does so for a user interface, so that an app may get it through a package it depends on. */
export function isClientAuthkitPackage(name: string): boolean {
  return isAuthkitPackage(name) && !SERVER_PACKAGES.has(name);
}
