/**
 * `convex-authkit/emulator`: WorkOS AuthKit and Convex on this machine, for tests and tools.
 *
 * @module
 */
export * from "@convex-authkit/emulator";
