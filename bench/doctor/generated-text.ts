import type { SeededRandom } from "./seeded-random.ts";

/** What a generated file is about. */
export interface Subject {
  /** `invoice`, used for names in code. */
  entity: string;
  /** `Invoice` with a number that makes it unique, e.g. `Invoice42`. */
  type: string;
  fields: string[];
}

const ENTITIES = [
  "invoice",
  "shipment",
  "customer",
  "product",
  "warehouse",
  "supplier",
  "contract",
  "campaign",
  "ticket",
  "report",
  "budget",
  "asset",
  "vehicle",
  "lesson",
  "recipe",
  "booking",
] as const;

const FIELDS = [
  "title",
  "status",
  "amount",
  "currency",
  "createdAt",
  "updatedAt",
  "owner",
  "tags",
  "priority",
  "dueDate",
  "quantity",
  "reference",
  "notes",
  "region",
  "discount",
  "version",
] as const;

const VERBS = ["total", "group", "filter", "rank", "merge", "format", "validate", "summarize"] as const;

/** Makes up what file number `index` is about. */
export function subjectOf(index: number, random: SeededRandom): Subject {
  const entity = random.pick(ENTITIES);
  const start = random.below(FIELDS.length);
  const fields = Array.from({ length: 7 }, (_, at) => FIELDS[(start + at * 3) % FIELDS.length] ?? "title");
  return { entity, type: `${capitalized(entity)}${index}`, fields: [...new Set(fields)] };
}

/** `invoice` → `Invoice`. */
export function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** An interface with the subject's fields. */
export function interfaceText({ type, fields }: Subject): string {
  const lines = fields.map((field, at) => `  ${field}: ${FIELD_TYPES[at % FIELD_TYPES.length]};`);
  return `/** One ${type} as the server sends it. */
export interface ${type} {
  id: string;
${lines.join("\n")}
}
`;
}

const FIELD_TYPES = ["string", "number", "string | null", "readonly string[]", "boolean"];

/** A pure function over a list of the subject: loops, conditions, template strings, regular expressions. */
export function functionText(subject: Subject, index: number, random: SeededRandom): string {
  const { type, entity, fields } = subject;
  const verb = random.pick(VERBS);
  const [first = "title", second = "status", third = "amount"] = fields.slice(index % 3);
  const limit = 10 + random.below(90);
  return `
/** Used by the ${entity} overview to ${verb} entries by ${first}, newest first; at most ${limit} are kept. */
export function ${verb}${type}By${capitalized(first)}${index}(entries: readonly ${type}[], search = "") {
  const normalized = search.trim().toLowerCase().replace(/[^a-z0-9 ]+/g, " ");
  const groups = new Map<string, ${type}[]>();
  for (const entry of entries) {
    const key = String(entry.${first} ?? "none");
    if (normalized !== "" && !\`\${key} \${String(entry.${second})}\`.toLowerCase().includes(normalized)) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else if (group.length < ${limit}) group.push(entry);
  }
  return [...groups.entries()]
    .map(([key, group]) => ({ key, count: group.length, sample: group[0]?.${third} ?? null, group }))
    .sort((one, other) => other.count - one.count || one.key.localeCompare(other.key));
}
`;
}

/** Part of a user interface: a table of the subject with sorting and a detail panel. */
export function tableText({ type, entity, fields }: Subject, part: number, random: SeededRandom): string {
  const [first = "title", second = "status"] = fields.slice(part % 3);
  const columns = fields
    .slice(0, 4)
    .map(
      (field) => `  { key: "${field}", label: "${capitalized(field)}", width: ${80 + random.below(120)} },`,
    );
  return `
const ${entity}Columns${part} = [
${columns.join("\n")}
] as const;

export function ${type}Table${part}({ entries, onSelect }: { entries: readonly ${type}[]; onSelect(id: string): void }) {
  const [sortKey, setSortKey] = useState<keyof ${type}>("${first}");
  const [descending, setDescending] = useState(false);
  const sorted = useMemo(() => {
    const copy = [...entries].sort((one, other) => String(one[sortKey]).localeCompare(String(other[sortKey])));
    return descending ? copy.reverse() : copy;
  }, [entries, sortKey, descending]);
  if (entries.length === 0) return <p className="text-sm text-slate-500">There is no ${entity} here yet.</p>;
  return (
    <section aria-label="${capitalized(entity)} list" className="rounded-lg border border-slate-200 p-4 shadow-sm">
      <header className="flex items-center justify-between gap-2">
        <h2 className="text-lg font-semibold">{entries.length} entries</h2>
        <button type="button" onClick={() => setDescending((before) => !before)} className="rounded px-2 py-1 text-xs">
          {descending ? "Newest first" : "Oldest first"}
        </button>
      </header>
      <table className="mt-2 w-full table-fixed text-left">
        <thead>
          <tr>
            {${entity}Columns${part}.map((column) => (
              <th key={column.key} style={{ width: column.width }} onClick={() => setSortKey(column.key)}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((entry) => (
            <tr key={entry.id} onClick={() => onSelect(entry.id)} className="cursor-pointer hover:bg-slate-50">
              <td className="truncate px-2 py-1">{String(entry.${first})}</td>
              <td className="truncate px-2 py-1">{String(entry.${second})}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
`;
}
