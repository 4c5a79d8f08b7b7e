import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { EmulatorError } from "../../emulator-error.ts";
import { ulid } from "./ulid.ts";

/** A key that signs access tokens. */
export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  /** As it is published. */
  jwk: Record<string, unknown>;
}

/** In the state folder: the private key as PKCS #8 PEM with its kid, JSON. */
const FILE = "authkit-signing-key.json";

/** A new RSA key of 2048 bits under a kid of its own. @param now milliseconds since 1970 */
export async function generateSigningKey(now: number): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  return signingKey(`sso_oidc_key_pair_${ulid(now)}`, privateKey);
}

/**
 * The key kept in a folder, made there at the first time. A kid never stands for two keys, because verifiers keep keys by
 * their kid for minutes.
 *
 * @param folder absolute; made if it is missing. Only the owner may read the file.
 * @throws {EmulatorError} a sentence where the file cannot be read or written
 */
export async function keptSigningKey(folder: string, now: number): Promise<SigningKey> {
  const file = join(folder, FILE);
  const present = await readKey(file);
  if (present !== null) return present;
  const key = await generateSigningKey(now);
  const pem = key.privateKey.export({ type: "pkcs8", format: "pem" });
  try {
    await mkdir(folder, { recursive: true });
    await writeWhole(file, `${JSON.stringify({ kid: key.kid, privateKey: pem }, null, 2)}\n`);
    return key;
  } catch (error) {
    // Another emulator made it at the same moment: one key for both.
    const made = codeOf(error) === "EEXIST" ? await readKey(file) : null;
    if (made !== null) return made;
    throw new EmulatorError(
      `The signing key cannot be kept in ${file}: ${messageOf(error)}. Choose another state folder, or leave it out to have a new key at each start.`,
    );
  }
}

/** Makes a file that nobody sees half written, and that only its owner may read. Fails where it exists. */
async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: "wx" });
    await link(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

async function readKey(file: string): Promise<SigningKey | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw new EmulatorError(`The signing key in ${file} cannot be read: ${messageOf(error)}.`);
  }
  try {
    const { kid, privateKey } = JSON.parse(text) as { kid?: unknown; privateKey?: unknown };
    if (typeof kid !== "string" || typeof privateKey !== "string") throw new Error("kid or key is missing");
    const key = createPrivateKey(privateKey);
    if (key.asymmetricKeyType !== "rsa") throw new Error("it is no RSA key");
    return signingKey(kid, key);
  } catch (error) {
    throw new EmulatorError(
      `The signing key in ${file} is damaged: ${messageOf(error)}. Remove the file; a new key is made then, and tokens signed before are refused.`,
    );
  }
}

function signingKey(kid: string, privateKey: KeyObject): SigningKey {
  const { kty, n, e } = createPublicKey(privateKey).export({ format: "jwk" });
  return { kid, privateKey, jwk: { alg: "RS256", kty, use: "sig", n, e, kid } };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
