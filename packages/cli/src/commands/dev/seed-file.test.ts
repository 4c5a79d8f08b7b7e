import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { seedFile } from "./seed-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "convex-authkit-seed-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(join(folder, "tmp"), { recursive: true });
  writeFileSync(file, text);
  return file;
}

it("reads the file that is named", async () => {
  const file = write("seed.json", '{ "accounts": [{ "email": "ada@example.com", "password": "p" }] }');
  const found = await seedFile(file, []);
  expect(found?.seed.accounts).toMatchObject([{ email: "ada@example.com", password: "p" }]);
});

it("finds the accounts that lie there by convention, the app's own first", async () => {
  expect(await seedFile(undefined, [folder])).toBeNull();
  const file = write(
    "tmp/authkit_test_accounts.json",
    '{ "admin": { "email": "eve@example.com", "password": "p" } }',
  );
  const found = await seedFile(undefined, [join(folder, "apps", "web"), folder]);
  expect(found).toMatchObject({ file, seed: { accounts: [{ email: "eve@example.com" }] } });
});

it.each([
  ["", "seed.json: The seed is empty."],
  ['{ "accounts": [{ "password": "secret" }] }', "seed.json: accounts[0] has no email."],
  ["{", "seed.json: The seed is no JSON: "],
])("says what is wrong with %j", async (text, sentence) => {
  const wrong = seedFile(write("seed.json", text), []);
  await expect(wrong).rejects.toThrow(sentence);
  await expect(wrong).rejects.not.toThrow("secret");
});

it("says that there is no such file", async () => {
  await expect(seedFile(join(folder, "none.json"), [])).rejects.toThrow("There is no file or folder");
});
