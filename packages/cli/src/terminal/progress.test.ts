import { expect, it } from "vitest";
import { memoryFiles } from "@convex-authkit/doctor/project-files/memory-files";
import { progressOn } from "./progress.ts";

const files = memoryFiles({ "a.ts": "a", "b.ts": "b", "c.ts": "c" });

it("stays silent for a second, then tells how far it is, and leaves nothing behind", () => {
  const said: string[] = [];
  let time = 0;
  const progress = progressOn(
    (text) => said.push(text),
    () => time,
  );
  const watched = progress.watching(files);
  time = 999;
  expect(watched.read("a.ts")).toBe("a");
  time = 1000;
  watched.read("b.ts");
  time = 1050;
  watched.read("b.ts");
  time = 1100;
  watched.read("c.ts");
  progress.done();
  expect(said).toEqual(["Examining: 2 of 3 files read", "Examining: 3 of 3 files read", ""]);
});

it("hands the files on as they are where there is no terminal", () => {
  expect(progressOn(null).watching(files)).toBe(files);
});
