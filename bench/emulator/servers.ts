import { join } from "node:path";

/** A server that is measured. */
export interface Server {
  name: string;
  /** What stands behind `node` to start it on a port. */
  args: (port: number) => string[];
  /** The same where it is started as users start it, and that differs. */
  command?: (port: number) => string[];
  /** The working folder. */
  folder: string;
  /** Files loaded before it, for the load only. */
  preload: string[];
  /** Path of its public keys. */
  jwks: string;
  refresh: RefreshTarget;
  /** Signs somebody in. @returns a refresh token */
  signIn: (origin: string, session: number) => Promise<string>;
}

/** How a server is asked for a refresh. */
export interface RefreshTarget {
  path: string;
  isForm: boolean;
  /** Beside the grant's type and the token. */
  fields: Record<string, string>;
}

/** Names of what is measured, as the tables show them. */
export const OURS = "convex-authkit";
export const WORKOS = "workos emulate";
export const MOCK = "oauth2-mock-server";
export const OIDC = "oidc-provider";

const files = join(import.meta.dirname, "servers");
const PASSWORD = "correct-horse-battery";
const CLIENT = "client_bench";

/**
 * @param emulatorModule URL of the built emulator
 * @param stateDirectory where its key is kept
 */
export function ours(bin: string, emulatorModule: string, project: string, stateDirectory: string): Server {
  // Of the right project, where the command reads it.
  const clientId = "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V";
  return {
    name: OURS,
    args: (port) => [join(files, "convex-authkit.js"), `${port}`, emulatorModule, stateDirectory, clientId],
    command: (port) => [
      bin,
      "dev",
      "--authkit-only",
      "--json",
      `--port=${port}`,
      `--state-dir=${stateDirectory}`,
    ],
    folder: project,
    preload: [],
    jwks: `/sso/jwks/${clientId}`,
    refresh: { path: "/user_management/authenticate", isForm: false, fields: { client_id: clientId } },
    signIn: async (origin, session) =>
      textIn(
        await post(`${origin}/user_management/authenticate`, {
          client_id: clientId,
          client_secret: "sk_test_emulator",
          grant_type: "password",
          email: `user${session}@example.com`,
          password: PASSWORD,
        }),
        "refresh_token",
      ),
  };
}

/** @param folder with `workos` in its `node_modules` */
export function workosEmulate(folder: string): Server {
  return {
    name: WORKOS,
    args: (port) => [
      join(folder, "node_modules", "workos", "dist", "bin.js"),
      "emulate",
      "--port",
      `${port}`,
    ],
    folder,
    preload: [join(files, "lift-rate-limit.js")],
    jwks: `/sso/jwks/${CLIENT}`,
    refresh: { path: "/user_management/authenticate", isForm: false, fields: { client_id: CLIENT } },
    async signIn(origin, session) {
      const email = `user${session}@example.com`;
      const key = { authorization: "Bearer sk_test_default" };
      await post(`${origin}/user_management/users`, { email, password: PASSWORD, email_verified: true }, key);
      const body = { client_id: CLIENT, grant_type: "password", email, password: PASSWORD };
      return textIn(await post(`${origin}/user_management/authenticate`, body), "refresh_token");
    },
  };
}

/** @param folder with `oauth2-mock-server` in its `node_modules` */
export function mockServer(folder: string): Server {
  const bin = join(folder, "node_modules", "oauth2-mock-server", "dist", "oauth2-mock-server.js");
  return {
    name: MOCK,
    args: (port) => [bin, "-p", `${port}`, "-a", "127.0.0.1"],
    folder,
    preload: [],
    jwks: "/jwks",
    refresh: { path: "/token", isForm: true, fields: { client_id: CLIENT } },
    // It takes any.
    signIn: (_origin, session) => Promise.resolve(`token-${session}`),
  };
}

/** @param folder with `oidc-provider` in its `node_modules` */
export function oidcProvider(folder: string): Server {
  return {
    name: OIDC,
    args: (port) => [join(files, "oidc-provider.js"), `${port}`],
    folder,
    preload: [],
    jwks: "/jwks",
    refresh: { path: "/token", isForm: true, fields: { client_id: CLIENT } },
    signIn: async (origin) => (await fetch(`${origin}/bench/refresh-token`)).text(),
  };
}

async function post(url: string, body: object, headers: Record<string, string> = {}): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

function textIn(body: unknown, name: string): string {
  const value = (body as Record<string, unknown>)[name];
  if (typeof value !== "string") throw new Error(`There is no ${name} in ${JSON.stringify(body)}.`);
  return value;
}
