import { EmulatorError } from "../emulator-error.ts";
import { emulatorOrigin, loopbackOrigin } from "./loopback-only.ts";
import { sealSession } from "./seal-session.ts";
import { signInOverHttp, type TestAccount } from "./sign-in-over-http.ts";

/** How a session is made that a browser is to have. */
export interface BrowserSessionOptions {
  /** Where the app is, such as `http://localhost:3000`. */
  appUrl: string;
  /**
   * Where the app's SDK keeps the session: `cookie` for those with a server (authkit-nextjs, TanStack Start, React Router), `local-storage` for
   * authkit-react on localhost.
   */
  kind: "cookie" | "local-storage";
  /** Absent: `CONVEX_AUTHKIT_EMULATOR_URL`, which `convex-authkit dev` sets, else `http://localhost:4100`. */
  emulatorUrl?: string;
  /** The id of an organization, for members of several. */
  organizationId?: string;
  /** The app's cookie password, for `cookie`; absent: `WORKOS_COOKIE_PASSWORD`. */
  cookiePassword?: string;
  /** The app's `WORKOS_COOKIE_NAME`; absent: `wos-session`. */
  cookieName?: string;
}

/** A browser's cookies and storage, in Playwright's form for `storageState`. */
export interface StorageState {
  cookies: {
    name: string;
    value: string;
    domain: string;
    path: string;
    /** Seconds since 1970; -1: until the browser ends. */
    expires: number;
    httpOnly: boolean;
    secure: boolean;
    sameSite: "Lax";
  }[];
  origins: { origin: string; localStorage: { name: string; value: string }[] }[];
}

/**
 * Signs an account in at the emulator and writes down what the browser would hold afterwards. No browser is needed.
 *
 * @throws {EmulatorError} where a host is not of this machine, the emulator does not answer, or there is no such account
 */
export async function storageState(
  account: TestAccount,
  options: BrowserSessionOptions,
): Promise<StorageState> {
  const emulator = emulatorOrigin(options.emulatorUrl);
  const app = loopbackOrigin(options.appUrl, "The app");
  const password = options.kind === "cookie" ? passwordFrom(options) : "";
  const session = await signInOverHttp(emulator, account, options.organizationId);
  if (options.kind === "local-storage") {
    const stored = { name: `workos:refresh-token:${session.clientId}`, value: session.refreshToken };
    return { cookies: [], origins: [{ origin: app, localStorage: [stored] }] };
  }
  const { hostname, protocol } = new URL(app);
  const cookie = {
    name: options.cookieName ?? "wos-session",
    value: await sealSession({ ...session, authenticationMethod: "Password" }, { password }),
    domain: hostname,
    path: "/",
    expires: -1,
    httpOnly: true,
    secure: protocol === "https:",
    sameSite: "Lax" as const,
  };
  return { cookies: [cookie], origins: [] };
}

function passwordFrom({ cookiePassword }: BrowserSessionOptions): string {
  const password = cookiePassword ?? process.env["WORKOS_COOKIE_PASSWORD"];
  if (password !== undefined) return password;
  throw new EmulatorError(
    "A session cookie is sealed with the app's cookie password: pass cookiePassword, or set WORKOS_COOKIE_PASSWORD as `convex-authkit dev` does for what it starts.",
  );
}
