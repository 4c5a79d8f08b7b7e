import { WorkOS } from "@workos-inc/node";
import { unsealData } from "iron-session";
import { expect, it } from "vitest";
import { storageState } from "./browser-session.ts";
import { emulatorForTests } from "./vitest.ts";

const PASSWORD = "a cookie password of 32 characters";
const ADA = {
  email: "ada@example.com",
  password: "engine",
  firstName: "Ada",
  metadata: { favourite_number: "42" },
  memberships: [{ organization: "Analytical" }],
};
const emulator = emulatorForTests({ authkit: { seed: { accounts: [ADA, { email: "bob@example.com" }] } } });

const sdk = (): WorkOS => {
  const { hostname, port } = new URL(emulator().url);
  return new WorkOS(emulator().apiKey, {
    clientId: emulator().clientId,
    apiHostname: hostname,
    port: Number(port),
    https: false,
  });
};

const options = () => ({ emulatorUrl: emulator().url, appUrl: "http://localhost:3000/notes" });

it("seals the cookie that authkit-nextjs would have written", async () => {
  const { cookies, origins } = await storageState(ADA, {
    ...options(),
    kind: "cookie",
    cookiePassword: PASSWORD,
  });
  expect(origins).toEqual([]);
  const [cookie] = cookies;
  expect(cookie).toMatchObject({
    name: "wos-session",
    domain: "localhost",
    path: "/",
    httpOnly: true,
    secure: false,
  });
  const sealed = await unsealData<Record<string, unknown>>(cookie?.value ?? "", { password: PASSWORD });
  const { user } = await sdk().userManagement.authenticateWithPassword({
    clientId: emulator().clientId,
    email: ADA.email,
    password: ADA.password,
  });
  const ofSignIn = { lastSignInAt: expect.any(String), updatedAt: expect.any(String) };
  expect(sealed).toEqual({
    accessToken: expect.stringMatching(/^eyJ/),
    refreshToken: expect.any(String),
    user: { ...JSON.parse(JSON.stringify(user)), ...ofSignIn },
    authenticationMethod: "Password",
  });
  expect(sealed["user"]).toMatchObject({ metadata: { favourite_number: "42" } });
});

it("stores the refresh token where authkit-react looks for it", async () => {
  const state = await storageState("bob@example.com", { ...options(), kind: "local-storage" });
  const [origin] = state.origins;
  expect(origin?.origin).toBe("http://localhost:3000");
  const [stored] = origin?.localStorage ?? [];
  expect(stored?.name).toBe(`workos:refresh-token:${emulator().clientId}`);
  const { user } = await sdk().userManagement.authenticateWithRefreshToken({
    clientId: emulator().clientId,
    refreshToken: stored?.value ?? "",
  });
  expect(user.email).toBe("bob@example.com");
});

it("says what is missing", async () => {
  const cookie = { ...options(), kind: "cookie" } as const;
  await expect(storageState("eve@example.com", { ...options(), kind: "local-storage" })).rejects.toThrow(
    'There is no account "eve@example.com".',
  );
  await expect(storageState(ADA, { ...cookie, cookiePassword: "short" })).rejects.toThrow(
    "The cookie password has 5 characters",
  );
  await expect(storageState(ADA, cookie)).rejects.toThrow(
    "pass cookiePassword, or set WORKOS_COOKIE_PASSWORD",
  );
});
