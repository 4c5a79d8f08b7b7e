import { capitalized, functionText, interfaceText, subjectOf, tableText } from "./generated-text.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** Characters that a generated file has at least; blocks are added until it does, which gives 5 to 6.5 KB. */
const FILE_SIZE = 4_900;

/** A module of plain functions, as most of a product's code is. */
export function domainModule(index: number, random: SeededRandom): string {
  const subject = subjectOf(index, random);
  return filled(interfaceText(subject), (part) => functionText(subject, part, random));
}

/** A component of the user interface that knows nothing of where its data comes from. */
export function component(index: number, imports: readonly string[], random: SeededRandom): string {
  const subject = subjectOf(index, random);
  const head = `import { useMemo, useState } from "react";
${partsText(subject.type, imports)}
${interfaceText(subject)}`;
  return filled(head, (part) => tableText(subject, part, random));
}

/** A component that reads from and writes to Convex, below another component of the same feature. */
export function queryComponent(
  index: number,
  feature: string,
  imports: readonly string[],
  random: SeededRandom,
): string {
  const subject = subjectOf(index, random);
  const head = `"use client";

import { api } from "@notes/backend/convex/_generated/api";
import { useMutation, useQuery } from "convex/react";
import { useMemo, useState } from "react";
${partsText(subject.type, imports)}
export function ${subject.type}Panel() {
  const [selected, setSelected] = useState<string | null>(null);
  const entries = useQuery(api.${feature}.list);
  const rename = useMutation(api.${feature}.rename);
  if (entries === undefined) return <p>Loading…</p>;
  return (
    <div data-selected={selected}>
      <${subject.type}Table1 entries={entries} onSelect={setSelected} />
      <button onClick={() => void rename({ title: "Renamed" })}>Rename</button>
    </div>
  );
}

${interfaceText(subject)}`;
  return filled(head, (part) => tableText(subject, part, random));
}

/** A component that leads to sign-in or sign-out by plain links. */
export function accountComponent(index: number, random: SeededRandom): string {
  const subject = subjectOf(index, random);
  const head = `"use client";

import { useMemo, useState } from "react";

export function ${subject.type}Account({ name }: { name: string | null }) {
  return name === null ? <a href="/sign-in">Sign in</a> : <span>Signed in as {name}</span>;
}

${interfaceText(subject)}`;
  return filled(head, (part) => tableText(subject, part, random));
}

/** A page that shows the panels of a feature to whom Convex has accepted. */
export function featurePage(feature: string, panels: readonly { name: string; file: string }[]): string {
  return `"use client";

import { Authenticated, AuthLoading } from "convex/react";
${panels.map(({ name, file }) => `import { ${name} } from "@/features/${feature}/${file}";`).join("\n")}

export default function ${capitalized(feature)}Page() {
  return (
    <main>
      <AuthLoading>Loading…</AuthLoading>
      <Authenticated>
${panels.map(({ name }) => `        <${name} />`).join("\n")}
      </Authenticated>
    </main>
  );
}
`;
}

/** The Convex functions of a feature; all of them ask who calls. */
export function convexFunctions(index: number, random: SeededRandom): string {
  const subject = subjectOf(index, random);
  const head = `import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const list = query({
  args: {},
  handler: async (ctx) => {
    const identity = await ctx.auth.getUserIdentity();
    if (identity === null) throw new Error("Sign in to see this.");
    return await ctx.db.query("notes").withIndex("by_author", (q) => q.eq("author", identity.tokenIdentifier)).collect();
  },
});

export const rename = mutation({
  args: { title: v.string() },
  handler: async (ctx, { title }) => {
    const identity = await ctx.auth.getUserIdentity();
    if (identity === null) throw new Error("Sign in to change this.");
    await ctx.db.insert("notes", { author: identity.tokenIdentifier, text: title });
  },
});

${interfaceText(subject)}`;
  return filled(head, (part) => functionText(subject, part, random));
}

/** Name of the panel that {@link queryComponent} exports when it draws from the same choices. */
export function panelNameIn(text: string): string {
  const name = /export function (\w+Panel)\(/.exec(text)?.[1];
  if (name === undefined) throw new Error("The generated component exports no panel.");
  return name;
}

/** Imports of other modules, and what keeps them in use. */
function partsText(type: string, imports: readonly string[]): string {
  if (imports.length === 0) return "";
  const names = imports.map((_, at) => `part${at}`);
  return `${imports.map((from, at) => `import * as part${at} from "${from}";`).join("\n")}

export const parts${type} = { ${names.join(", ")} };
`;
}

function filled(head: string, block: (part: number) => string): string {
  let text = head;
  for (let part = 1; text.length < FILE_SIZE; part += 1) text += block(part);
  return text;
}
