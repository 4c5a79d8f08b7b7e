/** The command cannot run as it was called. The message is a sentence for the user: what is wrong, and what to do. */
export class UserError extends Error {
  override name = "UserError";
}
