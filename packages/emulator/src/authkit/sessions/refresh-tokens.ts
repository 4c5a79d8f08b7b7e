import { hash, randomBytes } from "node:crypto";
import type { Clock } from "../../clock/clock.ts";

/** The tokens one exchange of a refresh token gave. */
export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  organizationId: string | null;
}

/**
 * The refresh tokens that follow from one sign-in of one client, each rotated into the next. A session has several where more
 * than one app of the browser signed in with it.
 */
export interface RefreshFamily {
  id: string;
  sessionId: string;
  clientId: string;
  /** The organization that a refresh without one stays in; null: none. */
  organizationId: string | null;
  /** How often it was rotated: the number of the token that is in force. */
  generation: number;
  /** The token in force. */
  token: string;
  /** The last exchanges, oldest first, for replays inside the grace period. */
  exchanges: Exchange[];
}

interface Exchange {
  /** The number of the token that was exchanged. */
  generation: number;
  at: number;
  pair: Promise<TokenPair>;
}

/** A refresh token that is genuine. */
export interface GenuineToken {
  family: RefreshFamily;
  generation: number;
}

/** What became of a token that was exchanged: the pair it gave, and how long ago, in milliseconds. */
export interface Replay {
  pair: Promise<TokenPair>;
  age: number;
}

/**
 * The refresh tokens of the environment. A token carries its family and its number, sealed, so that nothing has to be remembered
 * of the used ones: a number below the one in force was exchanged.
 */
export interface RefreshTokens {
  /** @returns the first token of a new family */
  open(of: Pick<RefreshFamily, "sessionId" | "clientId" | "organizationId">): string;
  /** @returns null: nobody made it, or everything about it is forgotten */
  read(token: string): GenuineToken | null;
  /** @returns null: the token is in force; `forgotten`: it was exchanged, longer ago than anybody remembers to what */
  replayOf(token: GenuineToken): Replay | "forgotten" | null;
  /**
   * Exchanges the token in force for the next. Happens at once; only the pair's signature is waited for.
   *
   * @param organizationId the organization that the family is in from now on
   * @param token what the access token speaks of, and makes it
   */
  rotate(
    family: RefreshFamily,
    organizationId: string | null,
    token: Pick<TokenPair, "organizationId"> & { sign: () => Promise<string> },
  ): Promise<TokenPair>;
  /** Forgets the families of sessions that nobody remembers. */
  keepOnly(isRemembered: (sessionId: string) => boolean): void;
  reset(): void;
}

/** More exchanges than a client that uses the answers it gets makes within the grace period. */
const MOST_EXCHANGES = 8;
const FAMILY_LENGTH = 16;
const NUMBER_LENGTH = 6;
const SEAL_LENGTH = 22;
const TOKEN = /^[\w-]{16}[0-9a-z]{6}[\w-]{22}$/;

export function createRefreshTokens(clock: Clock): RefreshTokens {
  const secret = randomBytes(32).toString("hex");
  const families = new Map<string, RefreshFamily>();

  function seal(content: string): string {
    // 132 of the hash's 256 bits, so that nobody can lengthen what was sealed. Half the time of an HMAC.
    return hash("sha256", secret + content, "base64url").slice(0, SEAL_LENGTH);
  }

  function write(id: string, generation: number): string {
    const content = id + generation.toString(36).padStart(NUMBER_LENGTH, "0");
    return content + seal(content);
  }

  return {
    open(of) {
      const id = randomBytes(12).toString("base64url");
      const family: RefreshFamily = { ...of, id, generation: 0, token: write(id, 0), exchanges: [] };
      families.set(id, family);
      return family.token;
    },
    read(token) {
      const family = families.get(token.slice(0, FAMILY_LENGTH));
      if (family === undefined) return null;
      if (token === family.token) return { family, generation: family.generation };
      if (!TOKEN.test(token)) return null;
      const content = token.slice(0, FAMILY_LENGTH + NUMBER_LENGTH);
      if (seal(content) !== token.slice(content.length)) return null;
      return { family, generation: Number.parseInt(content.slice(FAMILY_LENGTH), 36) };
    },
    replayOf({ family, generation }) {
      if (generation === family.generation) return null;
      const exchange = family.exchanges.find((one) => one.generation === generation);
      return exchange === undefined ? "forgotten" : { pair: exchange.pair, age: clock.now() - exchange.at };
    },
    rotate(family, organizationId, token) {
      const exchanged = family.generation++;
      const refreshToken = write(family.id, family.generation);
      family.token = refreshToken;
      family.organizationId = organizationId;
      const pair = token.sign().then((accessToken) => ({
        accessToken,
        refreshToken,
        organizationId: token.organizationId,
      }));
      family.exchanges.push({ generation: exchanged, at: clock.now(), pair });
      if (family.exchanges.length > MOST_EXCHANGES) family.exchanges.shift();
      return pair;
    },
    keepOnly(isRemembered) {
      for (const [id, { sessionId }] of families) if (!isRemembered(sessionId)) families.delete(id);
    },
    reset: () => families.clear(),
  };
}
