import { describe, expect, it } from "vitest";
import { memoryFiles } from "../../project-files/memory-files.ts";
import { readDocumentation } from "./read-documentation.ts";

const names = (files: Record<string, string>) =>
  Object.keys(readDocumentation({ files: memoryFiles(files) }).names).sort();

describe("where variables are written down", () => {
  it.each<[string, string, string]>([
    ["a README table", "README.md", "| `WORKOS_CLIENT_ID` | the id |"],
    ["AGENTS.md", "AGENTS.md", "Set WORKOS_CLIENT_ID."],
    ["a page of the docs", "docs/setup/auth.mdx", "WORKOS_CLIENT_ID"],
    ["an example file", "apps/web/.env.local.example", "WORKOS_CLIENT_ID="],
    ["a commented line of one", ".env.example", "# WORKOS_CLIENT_ID=client_…   # (required)"],
    ["an example file that is not hidden", "env.example", "WORKOS_CLIENT_ID="],
    ["an example file named the other way round", "apps/web/.example.env", "WORKOS_CLIENT_ID="],
    ["an example for Convex", ".env.convex.example", "WORKOS_CLIENT_ID="],
    ["a committed env file", ".env.production", "WORKOS_CLIENT_ID=x"],
    ["a set-up script", "scripts/setup.ts", `ask("WORKOS_CLIENT_ID")`],
    ["a t3-env schema", "src/env.ts", `createEnv({ server: { WORKOS_CLIENT_ID: z.string() } })`],
    [
      "declared variables",
      "src/vite-env.d.ts",
      "interface ImportMetaEnv { readonly WORKOS_CLIENT_ID: string }",
    ],
    [
      "convex.json",
      "convex.json",
      `{ "authKit": { "dev": { "localEnvVars": { "WORKOS_CLIENT_ID": "x" } } } }`,
    ],
    ["turbo.json", "turbo.json", `{ "globalEnv": ["WORKOS_CLIENT_ID"] }`],
  ])("finds them in %s", (_where, path, text) => {
    expect(names({ [path]: text })).toEqual(["WORKOS_CLIENT_ID"]);
  });

  it.each<[string, Record<string, string>]>([
    ["a developer's own .env.local", { ".env.local": "WORKOS_CLIENT_ID=x" }],
    ["an ignored .env", { ".gitignore": ".env*", ".env": "WORKOS_CLIENT_ID=x" }],
    [
      "code that only reads it",
      {
        "src/auth.ts": "process.env.WORKOS_CLIENT_ID",
        "src/env.ts": "export const x = process.env.WORKOS_CLIENT_ID",
      },
    ],
    ["a workflow", { ".github/workflows/ci.yml": "env: { WORKOS_CLIENT_ID: x }" }],
  ])("takes %s for no documentation", (_what, files) => {
    expect(names(files)).toEqual([]);
  });

  it("says which example files there are, and the first place of a name", () => {
    const fact = readDocumentation({
      files: memoryFiles({ ".env.example": "\nWORKOS_CLIENT_ID=\n", "README.md": "WORKOS_CLIENT_ID" }),
    });
    expect(fact).toEqual({
      names: { WORKOS_CLIENT_ID: { file: ".env.example", line: 2, column: 1 } },
      exampleFiles: [".env.example"],
      convexAuthAdd: [],
    });
  });

  it("says where guides name a command that the Convex CLI does not have, once for each file", () => {
    const { convexAuthAdd } = readDocumentation({
      files: memoryFiles({
        "README.md": "# Set-up\n\n    npx convex auth add workos\n    npx convex auth add workos\n",
        "docs/auth.md": "npx convex dev, then npx convex auth, additionally",
        "convex/setup.ts": "// convex auth add workos",
      }),
    });
    expect(convexAuthAdd).toEqual([{ file: "README.md", line: 3, column: 9 }]);
  });
});
