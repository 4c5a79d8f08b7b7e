import { describe, expect, it } from "vitest";
import { memoryFiles } from "../../project-files/memory-files.ts";
import { createModuleGraph } from "../../source/module-graph.ts";
import { readSourceTexts } from "../source-texts.ts";
import type { App, Framework } from "../workspace/workspace.ts";
import { readEnvironmentReads } from "./read-environment-reads.ts";

function read(texts: Record<string, string>, framework: Framework = "vite-react") {
  const files = memoryFiles(texts);
  const app: App = { dir: "", name: null, framework, sourceDirs: [""], authkit: [], backend: "convex" };
  const backends = [{ functionsDir: "convex", dir: "", convexJson: null }];
  return readEnvironmentReads(
    { files, sources: readSourceTexts(files), graph: createModuleGraph(files) },
    { backends },
    app,
  );
}

/** The reads of one file as `name side use whenUnset`. */
function reads(
  code: string,
  { path = "src/main.tsx", framework }: { path?: string; framework?: Framework } = {},
) {
  return read({ [path]: `// workos\n${code}` }, framework).reads.map(
    ({ name, side, use, whenUnset, location }) => `${location.line} ${name} ${side} ${use} ${whenUnset}`,
  );
}

describe("what a variable is given to", () => {
  it("sees the client id and the URL of Convex, through types and constants", () => {
    expect(
      reads(
        `const convex = new ConvexReactClient(import.meta.env.VITE_CONVEX_URL as string);\n` +
          `const clientId = import.meta.env.VITE_ID!;\n` +
          `<AuthKitProvider clientId={clientId} redirectUri={import.meta.env["VITE_R"]} devMode={import.meta.env.DEV}>x</AuthKitProvider>;`,
      ),
    ).toEqual([
      "2 VITE_CONVEX_URL client convex-url undefined",
      "3 VITE_ID client client-id undefined",
      "4 VITE_R client redirect-uri undefined",
      "4 DEV client other undefined",
    ]);
  });

  it("sees destructuring and plain createClient", () => {
    expect(
      reads(
        `const { VITE_ID, VITE_URL = "http://x", VITE_C: c } = import.meta.env;\ncreateClient(VITE_ID, {});\nnew ConvexReactClient(c);`,
      ),
    ).toEqual([
      "2 VITE_ID client client-id undefined",
      "2 VITE_URL client other fallback",
      "2 VITE_C client convex-url undefined",
    ]);
  });
});

describe("variables that stand for one another", () => {
  it("are told for a chain of fallbacks, and for no other expression", () => {
    const { reads: found } = read({
      "src/main.tsx":
        "const uri = (process.env.WORKOS_A ?? process.env.WORKOS_B) || 'x';\n" +
        "const both = process.env.WORKOS_C && process.env.WORKOS_D;\n",
    });
    expect(found.map(({ name, alternatives }) => [name, alternatives])).toEqual([
      ["WORKOS_A", ["WORKOS_B"]],
      ["WORKOS_B", ["WORKOS_A"]],
      ["WORKOS_C", []],
      ["WORKOS_D", []],
    ]);
  });
});

describe("a process that the page makes up", () => {
  it("holds what the module itself put there, which is no variable", () => {
    expect(
      reads(
        "const WORKOS_URI = globalThis.process.env.VITE_WORKOS_URI;\nconst page = { WORKOS_URI };\nshow(globalThis.process.env.WORKOS_URI);",
      ),
    ).toEqual(["2 VITE_WORKOS_URI client other undefined"]);
  });
});

describe("options that other SDKs have too", () => {
  it("takes a client id for AuthKit's by what it is given to, or by its own name", () => {
    expect(
      reads(
        `const viewerKey = process.env.NEXT_PUBLIC_VIEWER_KEY;\n` +
          `new window.Documents.View({ clientId: viewerKey });\n` +
          `betterAuth({ socialProviders: { github: { clientId: process.env.GITHUB_CLIENT_ID! } } });\n` +
          `<GoogleLogin clientId={process.env.NEXT_PUBLIC_GOOGLE_ID}>x</GoogleLogin>;\n` +
          `workos.userManagement.getAuthorizationUrl({ clientId: process.env.MY_ID, redirectUri: process.env.MY_URI });\n` +
          `new WorkOS(key, { clientId: process.env.MY_OTHER_ID });\n` +
          `setUp({ clientId: process.env.WORKOS_CLIENT_ID });`,
      ).map((line) => line.split(" ").slice(1, 4).join(" ")),
    ).toEqual([
      "NEXT_PUBLIC_VIEWER_KEY client other",
      "GITHUB_CLIENT_ID client other",
      "NEXT_PUBLIC_GOOGLE_ID client other",
      "MY_ID client client-id",
      "MY_URI client redirect-uri",
      "MY_OTHER_ID client client-id",
      "WORKOS_CLIENT_ID client client-id",
    ]);
  });
});

describe("what happens without it", () => {
  const outcome = (code: string) => reads(code).map((line) => line.split(" ").slice(-1)[0]);

  it.each<[string, string]>([
    ["new ConvexReactClient(import.meta.env.VITE_CONVEX_U ?? 'x')", "fallback"],
    ["new ConvexReactClient(import.meta.env.VITE_CONVEX_U || other)", "fallback"],
    ["const u = import.meta.env.VITE_CONVEX_U; new ConvexReactClient(u ?? 'x')", "fallback"],
    ["const u = import.meta.env.VITE_CONVEX_U ?? 'x'; new ConvexReactClient(u)", "fallback"],
    [
      "const u = import.meta.env.VITE_CONVEX_U; if (!u) throw new Error(); new ConvexReactClient(u)",
      "throws",
    ],
    [
      "const u = import.meta.env.VITE_CONVEX_U; if (u === undefined) { throw new Error() } new ConvexReactClient(u)",
      "throws",
    ],
    ["const u = import.meta.env.VITE_CONVEX_U; if (!u) setUp(); else new ConvexReactClient(u)", "unknown"],
    [
      "const c = import.meta.env.VITE_CONVEX_U ? new ConvexReactClient(import.meta.env.VITE_CONVEX_U) : null",
      "unknown",
    ],
    ["const u = required(import.meta.env.VITE_CONVEX_U)", "unknown"],
    ["new ConvexReactClient(import.meta.env.VITE_CONVEX_U)", "undefined"],
  ])("%s", (code, expected) => {
    expect(outcome(code)[0]).toBe(expected);
  });
});

describe("where code runs", () => {
  it("takes the sources of a single-page app for the client's, not its configuration, server or backend", () => {
    const side = (path: string, framework?: Framework) =>
      reads(`use(process.env.WORKOS_X)`, framework === undefined ? { path } : { path, framework })[0]?.split(
        " ",
      )[2];
    expect(side("src/a.ts")).toBe("client");
    expect(side("vite.config.ts")).toBe("unknown");
    expect(side("server/a.ts")).toBe("unknown");
    expect(side("convex/a.ts")).toBe("convex");
    expect(side("src/a.ts", "nextjs")).toBe("unknown");
    expect(reads(`use(process.env.WORKOS_X)`, { framework: "nextjs" })[0]).toMatch(/unknown/);
    expect(read({ "a.tsx": `"use client";\nworkos(process.env.WORKOS_X)` }, "nextjs").reads[0]?.side).toBe(
      "client",
    );
  });

  it("knows the prefixes of the client", () => {
    const prefixes = (config: string) => read({ "vite.config.ts": config }).publicPrefixes;
    expect(prefixes("export default {}")).toEqual(["VITE_"]);
    expect(prefixes(`export default { envPrefix: ["VITE_", "PUBLIC_"] }`)).toEqual(["VITE_", "PUBLIC_"]);
    expect(prefixes(`export default { envPrefix: "APP_" }`)).toEqual(["APP_"]);
    expect(prefixes(`export default { envPrefix: prefix }`)).toBeNull();
    expect(prefixes(`export default { define: { "import.meta.env.X": "1" } }`)).toBeNull();
    expect(read({}, "nextjs").publicPrefixes).toEqual(["NEXT_PUBLIC_"]);
  });
});

describe("what is given in code", () => {
  const proxy = (call: string) =>
    read(
      {
        "proxy.ts": `import { authkitProxy, authkit } from "@workos-inc/authkit-nextjs";\nexport default ${call}`,
      },
      "nextjs",
    );

  it.each([
    ["authkitProxy()", "none"],
    ["authkitProxy({ middlewareAuth: { enabled: true } })", "none"],
    ["authkitProxy({ redirectUri: uri })", "given"],
    ["authkitProxy({ redirectUri })", "given"],
    ["authkitProxy({ ...options })", "unknown"],
    ["authkitProxy(options)", "unknown"],
    ["(request) => authkit(request, { redirectUri: uri })", "given"],
    ["(request) => authkit(request)", "none"],
    ["other()", "unknown"],
  ])("reads the redirect URI of %s", (call, option) => {
    expect(proxy(call).redirectUriOption).toBe(option);
  });

  it("finds API keys in the source, redacted", () => {
    const fact = read({
      "src/a.ts": `const workos = new WorkOS("sk_test_a2V5XzAxSkRFVk5PVEVTQUJD");`,
      "src/b.ts": `const workos = "sk_test_your_key_here"; // sk_live_a2V5XzAxSkRFVk5PVEVTQUJD`,
    });
    expect(fact.keysInSource).toEqual([
      { shown: "sk_test_…QUJD", side: "client", location: { file: "src/a.ts", line: 1, column: 27 } },
    ]);
  });
});
