import * as whole from "oxc-parser";
import { expect, it } from "vitest";
import { parseSync, visitorKeys } from "./oxc-parser.ts";

it.each([
  ["a.ts", "export const a: bigint = 12n;\nimport b from './b'; // why\nb(/x+/u, `${a}`);"],
  ["b.tsx", "export default () => <p title='x'>{1}</p>;"],
  ["c.ts", "const = 1;"],
])("reads %s as the package does", (file, text) => {
  const options = { astType: "ts", preserveParens: false } as const;
  const ours = parseSync(file, text, options);
  const theirs = whole.parseSync(file, text, options);
  for (const part of ["program", "module", "comments", "errors"] as const)
    expect(ours[part]).toEqual(theirs[part]);
});

it("knows the same keys", () => {
  expect(visitorKeys).toEqual(whole.visitorKeys);
});
