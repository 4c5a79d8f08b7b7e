import { expect, it } from "vitest";
import { mindingFunctions, writtenReference } from "./minding-functions.ts";

const location = { file: "convex/notes.ts", line: 1, column: 1 };

it("leaves out the functions that do not mind a missing identity", () => {
  const functions = (["throws", "unknown", "tolerates"] as const).map((withoutIdentity) => ({
    path: `notes:${withoutIdentity}`,
    withoutIdentity,
    location,
  }));
  const minding = mindingFunctions({ identityReads: [], claimReads: [], functions });
  expect([...minding]).toEqual([
    ["notes:throws", "throws"],
    ["notes:unknown", "unknown"],
  ]);
  expect(mindingFunctions(null).size).toBe(0);
});

it.each([
  ["api.notes.list", true],
  ["api\n  .notes\n  .list", true],
  ["api.admin.users.list", true],
  ["api.notes.listAll", false],
  ["api.users.list", false],
  ["list", false],
])("tells whether %j names one of them", (text, isNamed) => {
  expect(writtenReference(["notes:list", "admin/users:list"]).test(text)).toBe(isNamed);
});
