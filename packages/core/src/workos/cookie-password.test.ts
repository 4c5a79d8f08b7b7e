import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCookiePassword } from "./cookie-password.ts";

describe("readCookiePassword", () => {
  it("takes 32 characters, which `openssl rand -base64 24` gives, as enough", () => {
    const password = Buffer.from(Array.from({ length: 24 }, (_, i) => (i * 37 + 11) % 256)).toString(
      "base64",
    );
    expect(readCookiePassword(password)).toEqual({ length: 32, longEnough: true, published: false });
    expect(readCookiePassword(password.slice(1))).toEqual({
      length: 31,
      longEnough: false,
      published: false,
    });
  });

  it.each([
    "your_32_char_minimum_password_here",
    "your-32-character-secret-key-here",
    "your-32-character-secret-password-here",
    "your_secure_password_here_must_be_at_least_32_characters_long",
    "complex_password_at_least_32_characters_long",
    "this-is-a-test-cookie-password-at-least-32-characters",
    "replace_with_a_minimum_32_character_secret",
    "replace-with-at-least-32-random-characters",
    "generate-a-random-32-character-string",
    "a-random-secret-at-least-32-characters-long",
    "local-dev-cookie-password-at-least-32-chars!!",
    "at_least_32_chars",
    "<your password>",
    "<32+ char secret>",
    "32_plus_char_secret",
    "YOUR_GENERATED_PASSWORD_HERE",
    "...",
    "12345678901234567890123456789012",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "abcdefghijklmnopqrstuvwxyzabcdef",
  ])("knows %s from documentation and templates", (password) => {
    expect(readCookiePassword(password).published).toBe(true);
  });

  it.each([
    "correct horse battery staple on my bike in 1987",
    "my-cat-sits-here-and-looks-at-the-change-of-seasons",
    "3f9a1c7be2d84f60a5b7c9d1e3f50712",
  ])("takes the passphrase %j as somebody's own", (password) => {
    expect(readCookiePassword(password)).toMatchObject({ longEnough: true, published: false });
  });

  it("never calls a generated password published", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 24, maxLength: 48 }), (bytes) => {
        fc.pre(new Set(bytes).size > 12);
        for (const encoding of ["base64", "base64url", "hex"] as const) {
          expect(readCookiePassword(Buffer.from(bytes).toString(encoding)).published).toBe(false);
        }
      }),
    );
  });

  it("ends on a megabyte of hostile text", () => {
    expect(readCookiePassword("your_".repeat(200_000)).longEnough).toBe(true);
  });
});
