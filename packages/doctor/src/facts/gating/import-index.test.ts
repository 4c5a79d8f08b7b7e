import { describe, expect, it } from "vitest";
import { importIndex } from "./import-index.ts";

function users(text: string, ...words: string[]): string[] {
  return importIndex([
    { path: "other.ts", text: "export const Panel = 1; // Panel, panel, from nowhere" },
    { path: "user.tsx", text },
  ])(words);
}

describe("a file", () => {
  it.each([
    ['import { Panel } from "./panel";', "Panel"],
    ['import { Panel as Board } from "./x";', "Panel"],
    ['import Anything from "@/features/panel";', "panel"],
    ['import Anything from "@/features/panel/index.js";', "panel"],
    ['import type { A } from "a"\nimport {\n  B,\n  Panel,\n} from "b"', "Panel"],
    ['export { Panel } from "./panel";', "Panel"],
    ['export * from "./panel.tsx";', "panel"],
    ['const Panel = lazy(() => import("./panel"));', "panel"],
    ['import * as ui from "@acme/ui";\nexport const X = () => <ui.Panel />;', "Panel"],
    ["const { Panel } = require('./panel')", "panel"],
  ])("with %s is found by %s", (text, word) => {
    expect(users(text, word)).toEqual(["user.tsx"]);
  });

  it("is found once by several words", () => {
    expect(users('import { Panel, Board } from "./panel";', "Panel", "Board", "panel")).toEqual(["user.tsx"]);
  });

  it.each([
    ["const Panel = 1;"],
    ['import { Other } from "./panels";\nconst Panel = Other;'],
    ['function Panel() {}\nimport { Other } from "./other";'],
  ])("with %s is not: it imports no Panel", (text) => {
    expect(users(text, "Panel", "panel")).toEqual([]);
  });
});
