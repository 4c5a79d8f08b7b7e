import { describe, expect, it } from "vitest";
import { appForTests } from "../gating/app-for-tests.ts";
import type { FunctionsFact } from "../functions/functions.ts";
import { readServerCalls } from "./read-server-calls.ts";

const functions: FunctionsFact = {
  identityReads: [],
  claimReads: [],
  functions: [
    ["notes:list", "throws"],
    ["admin/users:list", "throws"],
    ["notes:maybe", "unknown"],
    ["notes:open", "tolerates"],
  ].map(([path = "", need = ""]) => ({
    path,
    withoutIdentity: need as "throws" | "unknown" | "tolerates",
    location: { file: "convex/notes.ts", line: 1, column: 1 },
  })),
};

function callsOf(code: string, others: Record<string, string> = {}): string[] {
  const { reading, app, workspace } = appForTests(
    {
      "app/page.ts": `import { fetchAction, fetchMutation, fetchQuery, preloadQuery } from "convex/nextjs";
import { ConvexHttpClient } from "convex/browser";
import { api } from "../convex/_generated/api";
${code}
`,
      ...others,
    },
    "nextjs",
  );
  return readServerCalls(reading, app, workspace, functions).calls.map(
    ({ calls, withoutIdentity, token }) => `${calls} ${withoutIdentity} ${token}`,
  );
}

describe("calls of Convex beside the connection of the user interface", () => {
  it.each<[string, string, string[]]>([
    ["no options", "await fetchQuery(api.notes.list, {});", ["notes:list throws absent"]],
    ["a nested function", "await preloadQuery(api.admin.users.list);", ["admin/users:list throws absent"]],
    ["other options", "await fetchAction(api.notes.maybe, {}, { url });", ["notes:maybe unknown absent"]],
    [
      "options of another place",
      "const options = { url };\nawait fetchMutation(api.notes.list, {}, options);",
      ["notes:list throws absent"],
    ],
    ["a token", "await fetchQuery(api.notes.list, {}, { token });", ["notes:list throws given"]],
    ["a spread", "await fetchQuery(api.notes.list, {}, { ...options });", ["notes:list throws unknown"]],
    ["arguments in a list", "await fetchQuery(api.notes.list, ...rest);", ["notes:list throws unknown"]],
    ["a function that answers anyway", "await fetchQuery(api.notes.open);", []],
    [
      "a client made on the spot",
      "await new ConvexHttpClient(url).query(api.notes.list);",
      ["notes:list throws absent"],
    ],
    [
      "a client with a token",
      "await new ConvexHttpClient(url, { auth }).query(api.notes.list);",
      ["notes:list throws given"],
    ],
    [
      "a client that may get one",
      "const http = new ConvexHttpClient(url);\nif (token) http.setAuth(token);\nhttp.query(api.notes.list);",
      ["notes:list throws unknown"],
    ],
    [
      "a client that is handed on",
      "const http = new ConvexHttpClient(url);\nsignIn(http);\nhttp.query(api.notes.list);",
      ["notes:list throws unknown"],
    ],
    [
      "a client that a function makes",
      "const make = () => new ConvexHttpClient(url);\nmake().mutation(api.notes.list);",
      ["notes:list throws absent"],
    ],
    [
      "a client that is a parameter",
      "export const run = (http: ConvexHttpClient) => http.query(api.notes.list);",
      [],
    ],
    ["a database of its own", "database.query(api.notes.list);", []],
  ])("are read with %s", (_, code, expected) => {
    expect(callsOf(code)).toEqual(expected);
  });

  it("are unclear on an exported client that another file may give a token", () => {
    const code = "export const http = new ConvexHttpClient(url);\nhttp.query(api.notes.list);";
    const other = 'import { http } from "./page";\nhttp.setAuth(token);';
    expect(callsOf(code)).toEqual(["notes:list throws absent"]);
    expect(callsOf(code, { "app/session.ts": other })).toEqual(["notes:list throws unknown"]);
  });

  it("are read through a package of the project that exports what Convex generates", () => {
    const { reading, app, workspace } = appForTests({
      "convex/_generated/api.js": 'import { anyApi } from "convex/server";\nexport const api = anyApi;\n',
      "lib/backend.ts": 'export { api } from "../convex/_generated/api.js";\n',
      "app/page.ts":
        'import { fetchQuery } from "convex/nextjs";\nimport { api } from "../lib/backend";\nawait fetchQuery(api.notes.list);\n',
    });
    expect(readServerCalls(reading, app, workspace, functions).calls.map(({ calls }) => calls)).toEqual([
      "notes:list",
    ]);
  });
});
