import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { failureModeOf, VERDICT_CAUSES } from "./causes.ts";

const source = readFileSync(new URL("causes.ts", import.meta.url), "utf8");
const configSource = readFileSync(new URL("../auth-config/config-problem.ts", import.meta.url), "utf8");

/** The catalogue belongs to the doctor, which imports core and not the other way round; its ids must agree nevertheless. */
const catalogue = JSON.parse(
  readFileSync(new URL("../../../doctor/src/failure-modes/catalogue.json", import.meta.url), "utf8"),
) as { id: string }[];

test("every failure mode that a cause names is in the catalogue", () => {
  const ids = new Set(catalogue.map(({ id }) => id));
  const named = VERDICT_CAUSES.flatMap((cause) => failureModeOf(cause) ?? []);
  expect(named.filter((id) => !ids.has(id))).toEqual([]);
});

test("every cause is documented", () => {
  const undocumented = VERDICT_CAUSES.filter(
    (cause) => !source.includes(`- \`${cause}\`:`) && !configSource.includes(`- \`${cause}\`:`),
  );
  expect(undocumented).toEqual([]);
});
