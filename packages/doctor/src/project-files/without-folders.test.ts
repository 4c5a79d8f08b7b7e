import { expect, it } from "vitest";
import { memoryFiles } from "./memory-files.ts";
import { withoutFolders } from "./without-folders.ts";

it("lists no file of the folders, and others that only begin alike", () => {
  const files = memoryFiles({ "docs/a.ts": "1", "docs-site/b.ts": "2", "c.ts": "3" });
  const rest = withoutFolders(files, ["docs"]);
  expect(rest.files).toEqual(["c.ts", "docs-site/b.ts"]);
  expect(rest.read("docs/a.ts")).toBe("1");
});
