import type { SignedIn } from "../authkit/authkit.ts";
import { EmulatorError } from "../emulator-error.ts";

/** A test account: its address, or an account of a seed. */
export type TestAccount = string | { email: string };

/** The address of an account. */
export function emailOf(account: TestAccount): string {
  return typeof account === "string" ? account : account.email;
}

/** A session of the emulator, as a client of it has it. */
export interface RemoteSession extends SignedIn {
  clientId: string;
}

/**
 * Signs an account in at a running emulator, without a page.
 *
 * @param origin of the emulator, on this machine
 * @param organizationId needed by members of several organizations
 * @throws {EmulatorError} with the emulator's own sentence
 */
export async function signInOverHttp(
  origin: string,
  account: TestAccount,
  organizationId?: string,
): Promise<RemoteSession> {
  const state = (await ask(origin, "/_emulator/state")) as {
    authkit: { environment: { clientId: string } } | null;
  };
  if (state.authkit === null)
    throw new EmulatorError(`The emulator at ${origin} runs without AuthKit, so nobody can sign in there.`);
  const signedIn = (await ask(origin, "/_emulator/sign-in", {
    email: emailOf(account),
    ...(organizationId === undefined ? {} : { organizationId }),
  })) as SignedIn;
  return { ...signedIn, clientId: state.authkit.environment.clientId };
}

async function ask(origin: string, path: string, body?: object): Promise<unknown> {
  let response;
  try {
    response = await fetch(origin + path, body === undefined ? {} : jsonPost(body));
  } catch {
    throw new EmulatorError(
      `No emulator answers at ${origin}. Start one with \`convex-authkit dev\` or createEmulator, or name another with emulatorUrl.`,
    );
  }
  const text = await response.text();
  const answer: unknown = isJson(response) ? JSON.parse(text) : null;
  if (response.ok && answer !== null) return answer;
  const message =
    typeof answer === "object" && answer !== null && "message" in answer ? String(answer.message) : "";
  throw new EmulatorError(
    message === ""
      ? `What answers at ${origin} is no emulator: it gave ${response.status} for ${path}.`
      : message,
  );
}

function jsonPost(body: object): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

function isJson(response: Response): boolean {
  return response.headers.get("content-type")?.includes("application/json") === true;
}
