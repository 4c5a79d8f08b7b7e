import * as v from "valibot";
import { badRequest } from "../../api/api-error.ts";

/** A body's metadata; null removes a key. Its limits are checked by `checkMetadata`, because WorkOS answers them with a code of their own. */
export const METADATA = v.nullish(v.record(v.string(), v.unknown()));

const MOST_KEYS = 50;
const LONGEST_KEY = 40;
const LONGEST_VALUE = 600;

/** @throws {ApiError} 400 `invalid_metadata` */
export function checkMetadata(
  metadata: Record<string, unknown> | null | undefined,
): Record<string, string | null> | undefined {
  if (metadata === null || metadata === undefined) return undefined;
  const entries = Object.entries(metadata).map(([key, value]): [string, string | null] => {
    if (key.length > LONGEST_KEY) throw invalid(`The key '${key}' is longer than ${LONGEST_KEY} characters.`);
    if (value !== null && typeof value !== "string") throw invalid(`The value of '${key}' is no string.`);
    if (value !== null && value.length > LONGEST_VALUE)
      throw invalid(`The value of '${key}' is longer than ${LONGEST_VALUE} characters.`);
    return [key, value];
  });
  if (entries.length > MOST_KEYS) throw invalid(`There are more than ${MOST_KEYS} keys.`);
  return Object.fromEntries(entries);
}

const invalid = (message: string) => badRequest("invalid_metadata", `Metadata is invalid: ${message}`);

/** An id of the developer's own system, for users and organizations. */
export const EXTERNAL_ID = v.nullish(
  v.pipe(
    v.string(),
    v.maxLength(128, "External id must not be longer than 128 characters."),
    // oxlint-disable-next-line no-control-regex -- the rule is about control characters, which WorkOS allows here
    v.regex(/^[\x00-\x7F]+$/, "External id must hold ASCII characters only."),
  ),
);

/** @throws {ApiError} 400 where another object has this external id */
export function checkExternalId(
  externalId: string | null | undefined,
  id: string | null,
  find: (externalId: string) => { id: string } | undefined,
): void {
  if (externalId === null || externalId === undefined) return;
  const owner = find(externalId);
  if (owner !== undefined && owner.id !== id)
    throw badRequest(
      "external_id_already_used",
      `The external id '${externalId}' is already used by '${owner.id}'.`,
    );
}
