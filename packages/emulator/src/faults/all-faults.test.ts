import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ALL_FAULTS } from "./all-faults.ts";

interface CatalogueRow {
  id: string;
  serverBehaviour: string | null;
}
const catalogue = JSON.parse(
  readFileSync(new URL("../../../doctor/src/failure-modes/catalogue.json", import.meta.url), "utf8"),
) as CatalogueRow[];
const behaviourOf = new Map(catalogue.map(({ id, serverBehaviour }) => [id, serverBehaviour]));
const behaviours = [...new Set(catalogue.flatMap(({ serverBehaviour }) => serverBehaviour ?? []))];

/** Every app has to survive these; whether one does is a matter of its own failure modes. */
const OUTAGES = ["connection-reset", "server-error"];

describe("the faults", () => {
  it("are one for each server behaviour of the catalogue, and the outages", () => {
    expect(ALL_FAULTS.map(({ id }) => id).toSorted()).toEqual([...behaviours, ...OUTAGES].toSorted());
  });

  it.each(behaviours)("%s provokes what the catalogue says", (id) => {
    const provoked = ALL_FAULTS.find((fault) => fault.id === id)?.provokes ?? [];
    const listed = catalogue.filter(({ serverBehaviour }) => serverBehaviour === id);
    expect(provoked.toSorted()).toEqual(listed.map((row) => row.id).toSorted());
  });

  it.each(ALL_FAULTS)("$id is told in sentences and changes something", (fault) => {
    for (const { about } of [fault, ...Object.values(fault.parameters)])
      expect(about).toMatch(/^[A-Za-z`].*\.$/);
    expect(fault.title).toMatch(/^[A-Z].*\.$/);
    expect(Object.keys(fault.at)).not.toEqual([]);
    for (const failureMode of fault.provokes) expect(behaviourOf.get(failureMode)).toBe(fault.id);
  });

  it("stand in a file of their name, in the folder of their side", () => {
    for (const side of ["authkit", "convex"] as const)
      expect(readdirSync(new URL(side, import.meta.url)).toSorted()).toEqual(
        ALL_FAULTS.filter((fault) => fault.side === side)
          .map(({ id }) => `${id}.ts`)
          .toSorted(),
      );
  });
});
