import { sign } from "node:crypto";
import type { Clock } from "../../clock/clock.ts";
import type { Junctions } from "../../faults/junctions.ts";
import { type Once, once } from "../../once.ts";
import { generateSigningKey, keptSigningKey, type SigningKey } from "./signing-key.ts";

/** Signs tokens with the environment's key, and publishes it. */
export interface Signer {
  /** The body of the JWKS endpoint. */
  jwks(): Promise<{ keys: Record<string, unknown>[] }>;
  /**
   * Signs claims as a JWT, RS256, on the thread pool.
   *
   * @param which `published`: the key in the JWKS; the others are keys nobody knows, under a kid of their own or under the published one
   */
  sign(claims: Record<string, unknown>, which?: Junctions["signingKey"]): Promise<string>;
}

interface Signature {
  header: string;
  key: SigningKey["privateKey"];
}

/**
 * The key is made or read when it is first needed.
 *
 * @param stateDirectory where the key is kept between runs; absent: a new one
 */
export function createSigner(clock: Clock, stateDirectory: string | undefined): Signer {
  const published = once(() =>
    stateDirectory === undefined
      ? generateSigningKey(clock.now())
      : keptSigningKey(stateDirectory, clock.now()),
  );
  const replaced = once(() => generateSigningKey(clock.now()));
  const signatures: Record<Junctions["signingKey"], Once<Signature>> = {
    published: once(async () => signature(await published(), await published())),
    replaced: once(async () => signature(await replaced(), await replaced())),
    "replaced-same-kid": once(async () => signature(await replaced(), await published())),
  };

  return {
    jwks: async () => ({ keys: [{ ...(await published()).jwk }] }),
    sign(claims, which = "published") {
      const { made } = signatures[which];
      if (made !== null) return signed(claims, made);
      return signatures[which]().then((signature) => signed(claims, signature));
    },
  };
}

function signed(claims: Record<string, unknown>, { header, key }: Signature): Promise<string> {
  const input = `${header}.${base64url(claims)}`;
  return new Promise((resolve, reject) => {
    sign("RSA-SHA256", Buffer.from(input), key, (error, bytes) => {
      if (error === null) resolve(`${input}.${bytes.toString("base64url")}`);
      else reject(error);
    });
  });
}

function signature({ privateKey }: SigningKey, { kid }: SigningKey): Signature {
  return { header: base64url({ alg: "RS256", typ: "JWT", kid }), key: privateKey };
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
