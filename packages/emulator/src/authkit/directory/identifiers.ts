import { createHash } from "node:crypto";

/** Crockford's alphabet, in which WorkOS writes its ids. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Makes ids that look like WorkOS's and are the same after every start. */
export interface Identifiers {
  /**
   * @param prefix such as `user`
   * @param key what tells the object from others of its kind, such as an e-mail address; the same key again gives another id
   */
  next(prefix: string, key: string): string;
  reset(): void;
}

export function createIdentifiers(): Identifiers {
  const used = new Map<string, number>();
  return {
    next(prefix, key) {
      const kindAndKey = `${prefix}:${key}`;
      const times = used.get(kindAndKey) ?? 0;
      used.set(kindAndKey, times + 1);
      return identifierOf(prefix, key, times);
    },
    reset: () => used.clear(),
  };
}

/** The id of something that its key names for good, such as a registered address. */
export function identifierOf(prefix: string, key: string, times = 0): string {
  return `${prefix}_01${fingerprint(`${prefix}:${key}:${times}`, 24)}`;
}

function fingerprint(text: string, length: number): string {
  const digest = createHash("sha256").update(text).digest();
  return Array.from(digest.subarray(0, length), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}
