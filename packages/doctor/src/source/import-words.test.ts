import { describe, expect, it } from "vitest";
import { importWords } from "./import-words.ts";

const wordsOf = (text: string): string[] => importWords(text).split(" ");

describe("the words in the imports of a file", () => {
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
  ])("%s has %s", (text, word) => {
    expect(wordsOf(text)).toContain(word);
  });

  it.each([
    ["const Panel = 1; // Panel, panel, from nowhere"],
    ['import { Other } from "./panels";\nconst Panel = Other;'],
    ['function Panel() {}\nimport { Other } from "./other";'],
  ])("%s has no Panel: it imports none", (text) => {
    expect(wordsOf(text)).not.toContain("Panel");
    expect(wordsOf(text)).not.toContain("panel");
  });
});
