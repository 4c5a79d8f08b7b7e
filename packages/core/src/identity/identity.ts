import { type PlainJson } from "../json/json.ts";
import { MAX_JSON_DEPTH } from "../json/strict-json.ts";

/**
 * What `ctx.auth.getUserIdentity()` gives to functions for a token of a customJwt provider. Claims keep their names: there
 * is no `pictureUrl` unless the token has a claim of that name. A claim named like one of the three fields replaces it,
 * with whatever value it has.
 */
export interface Identity {
  /** `<iss>|<sub>`, from the issuer as it stands in the token: with and without a slash are two users. */
  tokenIdentifier: string;
  issuer: string;
  subject: string;
  [claim: string]: PlainJson;
}

/** An identity, and what became of the claims on the way to it. */
export interface IdentityReading {
  identity: Identity;
  /** Claims that functions do not see: registered ones, `fva`, and objects without a member. Dotted where nested. */
  dropped: string[];
  /** Claims that replace the identity's own `tokenIdentifier`, `issuer` or `subject`. */
  shadowing: string[];
  /** Claims that are objects: functions see their members under dotted names, `act.sub` for instance. */
  flattened: string[];
  /** Names that occur twice after flattening; the later claim won. */
  collisions: string[];
}

/** Registered claims: of these functions see `iss` and `sub` only, as fields of the identity. */
const REGISTERED_CLAIMS: ReadonlySet<string> = new Set(["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]);

const OWN_FIELDS: ReadonlySet<string> = new Set(["tokenIdentifier", "issuer", "subject"]);

/** A few hundred times what a token in a header can hold; beyond it dotted names could multiply without bound. */
const MAX_NAME_CHARACTERS = 8_000_000;

/**
 * Builds the identity that functions see from the claims of an access token, as Convex does for a customJwt provider.
 * The result can be handed to convex-test: `t.withIdentity(identityFromClaims(claims).identity)`.
 *
 * @param claims the payload of the token, or what a JWT template will put into it
 * @throws RangeError where `iss` or `sub` is no text, or where the claims are nested deeper than Convex reads
 */
export function identityFromClaims(claims: Readonly<Record<string, unknown>>): IdentityReading {
  const { iss, sub } = claims;
  if (typeof iss !== "string" || typeof sub !== "string")
    throw new RangeError(
      `An identity needs the claims iss and sub as texts; ${typeof iss === "string" ? "sub" : "iss"} is ${describe(typeof iss === "string" ? sub : iss)}.`,
    );
  return buildIdentity(iss, sub, Object.entries(claims));
}

/**
 * The same for claims in the order in which they stand in the token.
 *
 * @throws RangeError where the claims are nested deeper than Convex reads, or the dotted names become too long
 */
export function buildIdentity(
  issuer: string,
  subject: string,
  claims: Iterable<readonly [string, unknown]>,
): IdentityReading {
  const seen = new Map<string, PlainJson>();
  const reading = {
    dropped: [] as string[],
    flattened: [] as string[],
    collisions: new Set<string>(),
    names: 0,
  };

  const add = (name: string, value: unknown, depth: number): void => {
    if (depth > MAX_JSON_DEPTH)
      throw new RangeError(
        `The claim ${name.slice(0, 60)}… is nested deeper than ${MAX_JSON_DEPTH} levels; Convex refuses such a token.`,
      );
    if (!isObject(value)) {
      reading.names += name.length;
      if (reading.names > MAX_NAME_CHARACTERS)
        throw new RangeError("The dotted names of the nested claims are too long together.");
      if (seen.has(name)) reading.collisions.add(name);
      seen.set(name, value as PlainJson);
      return;
    }
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    if (members.length === 0) reading.dropped.push(name);
    else if (depth === 1) reading.flattened.push(name);
    for (const [member, inner] of members) add(`${name}.${member}`, inner, depth + 1);
  };

  for (const [name, value] of claims) {
    if (value === undefined) continue;
    if (REGISTERED_CLAIMS.has(name) || name === "fva") reading.dropped.push(name);
    else add(name, value, 1);
  }

  const fields: [string, PlainJson][] = [
    ["tokenIdentifier", `${issuer}|${subject}`],
    ["issuer", issuer],
    ["subject", subject],
  ];
  const custom = [...seen].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    identity: Object.fromEntries([...fields, ...custom]) as Identity,
    dropped: reading.dropped,
    shadowing: [...seen.keys()].filter((name) => OWN_FIELDS.has(name)),
    flattened: reading.flattened,
    collisions: [...reading.collisions],
  };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === undefined) return "absent";
  return value === null ? "null" : `a ${typeof value}`;
}
