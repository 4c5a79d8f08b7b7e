import { describe, expect, it } from "vitest";
import { loadRightProject } from "../right-projects/load.ts";
import { examine } from "./examine.ts";
import { noInputs } from "./facts/inputs.ts";
import { memoryFiles } from "./project-files/memory-files.ts";

const NOW = 1_800_000_000;
const CONFIG = "convex/auth.config.ts";

async function unreadable(files: Record<string, string>): Promise<string[]> {
  const project = memoryFiles({ ...loadRightProject("vite-spa"), ...files });
  const examination = await examine(project, noInputs(NOW));
  return examination.unreadable.map(({ file, why }) => `${file} ${why}`);
}

describe("an auth config that cannot be read is named with its place and the reason", () => {
  it("where it holds merge conflict markers", async () => {
    const text =
      "export default {\n<<<<<<< HEAD\n  providers: [],\n=======\n  providers: [1],\n>>>>>>> other\n};\n";
    expect(await unreadable({ [CONFIG]: text })).toEqual([
      `${CONFIG}:2 There is an unresolved merge conflict.`,
    ]);
  });

  it("and not again where there are two of them: auth-config-missing says it", async () => {
    expect(await unreadable({ "convex/auth.config.js": "export default { providers: [] };\n" })).toEqual([]);
  });

  it("where its providers come from elsewhere", async () => {
    const text = 'import { providers } from "./nowhere";\n\nexport default { providers };\n';
    const [line, ...more] = await unreadable({ [CONFIG]: text });
    expect(line).toMatch(/^convex\/auth\.config\.ts:\d+ Its providers cannot be told: .+\.$/);
    expect(more).toEqual([]);
  });

  it("and nothing is named where it can be read", async () => {
    expect(await unreadable({})).toEqual([]);
  });
});
