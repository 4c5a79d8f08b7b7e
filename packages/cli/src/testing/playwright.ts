/**
 * `convex-authkit/testing/playwright`: signs in at the emulator in browsers that Playwright drives.
 *
 * @module
 */
export * from "@convex-authkit/emulator/testing/playwright";
