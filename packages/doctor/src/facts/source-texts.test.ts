import { describe, expect, it } from "vitest";
import { memoryFiles } from "../project-files/memory-files.ts";
import type { ProjectFiles } from "../project-files/project-files.ts";
import { isWorthKeeping, readSourceTexts } from "./source-texts.ts";

const FILES = {
  "web/sign-in.tsx": 'import { useAuth } from "@workos-inc/authkit-react";\n',
  "web/routes.tsx": "export const routes = <Route />;\n",
  "web/table.tsx": 'import { Panel } from "./features/panel";\n',
  "old/convex.ts": 'import "convex/react";\n',
  "web/convex.d.ts": 'import "convex/react";\n',
  "web/sign-in.test.tsx": 'import "convex/react";\n',
  "web/convex.css": "/* convex */",
};

const pathsOf = (found: readonly { path: string }[]): string[] => found.map(({ path }) => path);

describe("the texts of a project's sources", () => {
  const sources = readSourceTexts(memoryFiles(FILES));

  it("are found by folder and pattern where they mention WorkOS, Convex or signing in", () => {
    expect(pathsOf(sources.matching("", /import/))).toEqual(["old/convex.ts", "web/sign-in.tsx"]);
    expect(pathsOf(sources.matching("web", /import/))).toEqual(["web/sign-in.tsx"]);
    expect(sources.mentions("web", /useAuth/)).toBe(true);
    expect(sources.mentions("web", /<Route/)).toBe(false);
  });

  it("are kept where a reader of routes may ask for them too, and not otherwise", () => {
    expect(sources.kept("web/routes.tsx")).toBe(FILES["web/routes.tsx"]);
    expect(sources.kept("web/table.tsx")).toBeUndefined();
  });

  it("leave the words of their imports, kept or not", () => {
    expect(sources.importWords("web/table.tsx")?.split(" ")).toEqual(["panel", "Panel"]);
    expect(sources.importWords("web/sign-in.tsx")?.split(" ")).toContain("useAuth");
    expect(sources.importWords("web/sign-in.test.tsx")).toBeUndefined();
  });

  it("can be had without some folders", () => {
    const web = sources.without(["old"]);
    expect(pathsOf(web.matching("", /import/))).toEqual(["web/sign-in.tsx"]);
    expect(web.importWords("web/table.tsx")).toBe(sources.importWords("web/table.tsx"));
  });

  it("are read once, and kept by the files where they are kept here", () => {
    const files = memoryFiles(FILES);
    const read: string[] = [];
    const kept: string[] = [];
    const watched: ProjectFiles = {
      ...files,
      read(path, isKept) {
        const text = files.read(path);
        read.push(path);
        if (text !== undefined && isKept?.(text)) kept.push(path);
        return text;
      },
    };
    readSourceTexts(watched);
    expect(read).toEqual(["old/convex.ts", "web/routes.tsx", "web/sign-in.tsx", "web/table.tsx"]);
    expect(kept).toEqual(["old/convex.ts", "web/routes.tsx", "web/sign-in.tsx"]);
  });
});

it.each([
  "WORKOS_CLIENT_ID",
  "initialAuth",
  "getSignInUrl",
  "Sign in",
  "logOut",
  "api.notes.list(usePaginatedQuery)",
  "createFileRoute",
  "useRouter",
  "router.prefetch",
  "<RouterProvider>",
])("keeps what mentions %s", (text) => {
  expect(isWorthKeeping(text)).toBe(true);
});

it.each(["import { useState } from 'react';", "export const total = sum(amounts);"])(
  "does not keep %s",
  (text) => {
    expect(isWorthKeeping(text)).toBe(false);
  },
);
