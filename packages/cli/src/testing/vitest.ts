/**
 * `convex-authkit/testing/vitest`: an emulator for each test file, and identities for convex-test.
 *
 * @module
 */
export * from "@convex-authkit/emulator/testing/vitest";
