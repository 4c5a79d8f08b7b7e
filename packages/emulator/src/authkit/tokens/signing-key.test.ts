import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalJWKSet, jwtVerify } from "jose";
import { describe, expect, it, onTestFinished } from "vitest";
import { createClock } from "../../clock/clock.ts";
import { createSigner } from "./signer.ts";

const clock = createClock();

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "authkit-key-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

describe("the signing key", () => {
  it("is the same after a restart, under the same kid", async () => {
    const state = join(await folder(), "made", "when needed");
    const first = await createSigner(clock, state).jwks();
    expect(await createSigner(clock, state).jwks()).toEqual(first);
    const file = join(state, "authkit-signing-key.json");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(await readFile(file, "utf8")))).toEqual(["kid", "privateKey"]);
  });

  it("is one, also where two emulators make it at once", async () => {
    const state = await folder();
    const made = await Promise.all([1, 2, 3].map(() => createSigner(clock, state).jwks()));
    expect(new Set(made.map((jwks) => JSON.stringify(jwks))).size).toBe(1);
  });

  it("is another one at each start where no folder is given", async () => {
    const [one, other] = await Promise.all([1, 2].map(() => createSigner(clock, undefined).jwks()));
    expect(one?.keys[0]?.["kid"]).not.toBe(other?.keys[0]?.["kid"]);
  });

  it("is asked for in a sentence where its file is damaged", async () => {
    const state = await folder();
    const file = join(state, "authkit-signing-key.json");
    await writeFile(file, '{"kid":"x","privateKey":"nonsense"}');
    await expect(createSigner(clock, state).jwks()).rejects.toThrow(/is damaged: .*Remove the file/);
    await rm(file);
    expect((await createSigner(clock, state).jwks()).keys).toHaveLength(1);
  });

  it("can be replaced by one that nobody knows", async () => {
    const signer = createSigner(clock, undefined);
    const keys = createLocalJWKSet((await signer.jwks()) as Parameters<typeof createLocalJWKSet>[0]);
    expect((await jwtVerify(await signer.sign({ sub: "a" }), keys)).payload).toEqual({ sub: "a" });
    await expect(jwtVerify(await signer.sign({}, "replaced"), keys)).rejects.toMatchObject({
      code: "ERR_JWKS_NO_MATCHING_KEY",
    });
    await expect(jwtVerify(await signer.sign({}, "replaced-same-kid"), keys)).rejects.toMatchObject({
      code: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED",
    });
  });
});
