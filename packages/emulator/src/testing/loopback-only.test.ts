import { describe, expect, it } from "vitest";
import { EmulatorError } from "../emulator-error.ts";
import { storageState } from "./browser-session.ts";
import { emulatorOrigin, loopbackOrigin } from "./loopback-only.ts";

describe("only this machine", () => {
  it.each([
    ["http://localhost:3000/callback?x=1", "http://localhost:3000"],
    ["http://127.0.0.1:4100", "http://127.0.0.1:4100"],
    ["http://127.8.9.10", "http://127.8.9.10"],
    ["http://[::1]:4100/", "http://[::1]:4100"],
    ["https://notes.localhost", "https://notes.localhost"],
  ])("%s", (url, origin) => {
    expect(loopbackOrigin(url, "The app")).toBe(origin);
  });

  it.each([
    "https://api.workos.com",
    "http://localhost.evil.example",
    "http://192.168.1.7:3000",
    "http://0.0.0.0:3000",
    "http://evil.example#localhost",
    "http://localhost@evil.example",
    "file:///etc/passwd",
    "localhost:3000",
    "",
  ])("not %s", (url) => {
    expect(() => loopbackOrigin(url, "The app")).toThrow(EmulatorError);
  });

  it("says so", () => {
    expect(() => emulatorOrigin("https://auth.example.com")).toThrow(
      "The emulator must be on this machine (localhost), and https://auth.example.com is not: this signs people in without asking WorkOS.",
    );
  });

  it("holds for the app as well as for the emulator, before anybody is asked", async () => {
    const options = { kind: "local-storage", emulatorUrl: "http://localhost:1" } as const;
    await expect(
      storageState("a@example.com", { ...options, appUrl: "https://app.example.com" }),
    ).rejects.toThrow(/^The app must be on this machine/);
    await expect(
      storageState("a@example.com", { ...options, appUrl: "http://localhost:3000" }),
    ).rejects.toThrow(/^No emulator answers at http:\/\/localhost:1\./);
  });
});
