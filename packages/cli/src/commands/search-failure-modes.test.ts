import { describe, expect, it } from "vitest";
import { failureModes } from "@convex-authkit/doctor/failure-modes/index";
import { searchFailureModes } from "./search-failure-modes.ts";

const best = (query: string): string | undefined => searchFailureModes(query, failureModes)[0]?.mode.id;

describe("the search for a failure mode", () => {
  it.each(failureModes.map(({ id }) => id))("finds %s by its id", (id) => {
    expect(best(id)).toBe(id);
  });

  it.each(failureModes.flatMap((mode) => mode.errorTexts.map((text) => [mode.id, text] as const)))(
    "finds %s by the message %s within a line of a log",
    (id, text) => {
      const line = `2026-01-01T00:00:00Z ERROR ${text.replaceAll('"', "'")} (at app.js:1:1)`;
      expect(searchFailureModes(line, failureModes).map(({ mode }) => mode.id)).toContain(id);
    },
  );

  it("finds nothing for words that no failure mode has", () => {
    expect(searchFailureModes("zzyzx qwertyuiop", failureModes)).toEqual([]);
  });

  it("ignores words that every sentence has", () => {
    expect(searchFailureModes("why is it the", failureModes)).toEqual([]);
  });
});
