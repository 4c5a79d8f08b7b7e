/**
 * The diagnosis without the reading: facts in, diagnosis out. Runs in browsers; facts are the plain JSON that a run of
 * the command reads from a project.
 *
 * @module
 */
export * from "@convex-authkit/doctor";
