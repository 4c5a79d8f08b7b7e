import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readRows } from "../e2e/matrix/rows.ts";
import { peerRanges } from "../e2e/matrix/supported-versions.ts";

it("promises in the published package exactly the versions that the matrix tries", () => {
  const { peerDependencies } = JSON.parse(
    readFileSync(new URL("../packages/cli/package.json", import.meta.url), "utf8"),
  ) as { peerDependencies: Record<string, string> };
  const tried = peerRanges(readRows());
  const promised = Object.entries(peerDependencies).filter(([name]) => name in tried);
  expect(Object.fromEntries(promised)).toEqual(tried);
});
