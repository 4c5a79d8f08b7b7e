/** The table of a document, by its id as convex-test makes them: digits, then the table's name. Null: the text is no id. */
export function tableOfId(id: string): string | null {
  return /^[0-9]+(?<table>[^0-9].*)$/.exec(id)?.groups?.table ?? null;
}
