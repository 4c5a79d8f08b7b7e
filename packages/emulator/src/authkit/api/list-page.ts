import type { Context } from "hono";
import * as v from "valibot";
import { invalidRequest } from "./api-error.ts";
import { readQuery } from "./read-request.ts";

/** A page of a list, as WorkOS's API answers it. */
export interface ListPage<Item> {
  object: "list";
  data: Item[];
  list_metadata: { before: string | null; after: string | null };
}

const PAGE = v.object({
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^(?:[1-9]\d?|100)$/, "Limit must be an integer between 1 and 100."),
      v.transform(Number),
    ),
    "10",
  ),
  order: v.optional(v.picklist(["asc", "desc", "normal"]), "desc"),
  before: v.optional(v.string()),
  after: v.optional(v.string()),
});

/**
 * The page of a list that a request asks for with `limit`, `order`, `before` and `after`.
 *
 * `asc` and `desc` sort by the time of creation; `normal` is `desc` with the cursors the other way round: `before` fetches
 * older ones.
 *
 * @param items all of them, oldest first
 * @throws {ApiError} 422 for a parameter that is wrong, such as a cursor that the list does not hold
 */
export function listPage<Item extends { id: string }>(c: Context, items: readonly Item[]): ListPage<Item> {
  const { limit, order, ...cursors } = readQuery(c, PAGE);
  const sorted = order === "asc" ? items : items.toReversed();
  const [before, after] =
    order === "normal" ? [cursors.after, cursors.before] : [cursors.before, cursors.after];

  const position = (name: string, id: string): number => {
    const index = sorted.findIndex((item) => item.id === id);
    if (index >= 0) return index;
    throw invalidRequest([{ code: `${name}_invalid`, message: `${name} '${id}' is not in this list.` }]);
  };
  const start = after === undefined ? 0 : position("after", after) + 1;
  const end = before === undefined ? sorted.length : position("before", before);
  const from = before === undefined ? start : Math.max(start, end - limit);
  const data = sorted.slice(from, Math.min(end, from + limit));

  const newer = from > 0 ? (data[0]?.id ?? null) : null;
  const older = from + data.length < sorted.length ? (data.at(-1)?.id ?? null) : null;
  return {
    object: "list",
    data,
    list_metadata: order === "normal" ? { before: older, after: newer } : { before: newer, after: older },
  };
}
