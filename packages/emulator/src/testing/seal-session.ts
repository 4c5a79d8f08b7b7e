import { sealData } from "iron-session";
import { EmulatorError } from "../emulator-error.ts";

/** What the session cookie of authkit-nextjs and the SDKs like it holds. */
export interface SessionToSeal {
  accessToken: string;
  refreshToken: string;
  /** As WorkOS's API shows it, with `snake_case` names, or as the SDKs hold it. */
  user: Readonly<Record<string, unknown>>;
  impersonator?: { email: string; reason: string | null } | undefined;
  /** Such as `Password`; the SDKs leave it out after a refresh. */
  authenticationMethod?: string | undefined;
}

/** iron-session asks for as much. */
const SHORTEST_PASSWORD = 32;

/**
 * The value of the cookie `wos-session`, as authkit-nextjs writes it after a callback: so a test begins signed in, without a
 * browser having been to AuthKit.
 *
 * @param password `WORKOS_COOKIE_PASSWORD` of the app, 32 characters or more
 * @throws {EmulatorError} where the password is too short
 */
export async function sealSession(
  session: SessionToSeal,
  { password }: { password: string },
): Promise<string> {
  if (password.length < SHORTEST_PASSWORD)
    throw new EmulatorError(
      `The cookie password has ${password.length} characters; the app's WORKOS_COOKIE_PASSWORD needs ${SHORTEST_PASSWORD} or more.`,
    );
  const { accessToken, refreshToken, user, impersonator, authenticationMethod } = session;
  const sealed = { accessToken, refreshToken, user: sdkUser(user), impersonator, authenticationMethod };
  return await sealData(sealed, { password, ttl: 0 });
}

/** The user as the node SDK hands it to the other SDKs: `camelCase` names, what is in `metadata` untouched. */
function sdkUser(user: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(user).map(([name, value]) => [
      name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
