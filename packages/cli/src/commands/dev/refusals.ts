import { UserError } from "../../user-error.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Refuses to stand in for WorkOS in a production process: the emulator signs anybody in.
 *
 * @throws UserError
 */
export function refuseProduction(shell: Environment): void {
  if (shell["NODE_ENV"] === "production") {
    throw new UserError(
      "NODE_ENV is production, and this signs anybody in without asking WorkOS. Unset NODE_ENV to use it for development.",
    );
  }
}

/**
 * Refuses to hand a live key of WorkOS to a process that takes the emulator for WorkOS.
 *
 * @param where how the variables are called in the sentence
 * @throws UserError naming the variables
 */
export function refuseLiveKeys(variables: Environment, where: string): void {
  const names = Object.keys(variables).filter((name) => /\bsk_live_/.test(variables[name] ?? ""));
  if (names.length === 0) return;
  const [are, keys] = names.length === 1 ? ["holds", "a live key"] : ["hold", "live keys"];
  throw new UserError(
    `${names.join(", ")} ${where} ${are} ${keys} (sk_live_…), which must not get into development. Unset ${names.length === 1 ? "it" : "them"}, or give a key of a sandbox.`,
  );
}
