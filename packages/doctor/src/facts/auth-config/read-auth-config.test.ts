import { describe, expect, it } from "vitest";
import { memoryFiles } from "../../project-files/memory-files.ts";
import { createModuleGraph } from "../../source/module-graph.ts";
import type { AuthConfigFact, Field } from "./auth-config.ts";
import { fieldText } from "./provider-text.ts";
import { readAuthConfig } from "./read-auth-config.ts";

function read(texts: Record<string, string>): AuthConfigFact {
  const files = memoryFiles(texts);
  return readAuthConfig(
    { files, graph: createModuleGraph(files) },
    { functionsDir: "convex", dir: "", convexJson: null },
  );
}

/** Each provider as one line; a field that is not known shows as `?`. */
function providersOf(text: string, more: Record<string, string> = {}): string[] {
  const { providers, state } = read({ "convex/auth.config.ts": text, ...more });
  expect(state).toBe("evaluated");
  return providers.map(({ fields, conditional }) => {
    const shown = (field: Field): string =>
      field.kind === "unknown" ? "?" : (fieldText(field, null)?.text ?? field.kind);
    const written = Object.entries(fields).filter(([, field]) => field.kind !== "absent");
    return `${conditional ? "if " : ""}${written.map(([key, field]) => `${key}=${shown(field)}`).join(" ")}`;
  });
}

const ID = "${WORKOS_CLIENT_ID}";
const SHARED = `type=customJwt issuer=https://api.workos.com/ algorithm=RS256 applicationID=${ID} jwks=https://api.workos.com/sso/jwks/${ID}`;
const OWN = `type=customJwt issuer=https://api.workos.com/user_management/${ID} algorithm=RS256 jwks=https://api.workos.com/sso/jwks/${ID}`;
const jwt = (issuer: string, more = ""): string =>
  `{ type: "customJwt", issuer: ${issuer}, algorithm: "RS256", ${more} jwks: \`https://api.workos.com/sso/jwks/\${clientId}\` }`;
const TWO = `[${jwt('"https://api.workos.com/"', "applicationID: clientId,")}, ${jwt("`https://api.workos.com/user_management/${clientId}`")}]`;

describe("an auth config that is right but unusual", () => {
  it.each([
    [
      "the documented form",
      `const clientId = process.env.WORKOS_CLIENT_ID;\nexport default { providers: ${TWO} };`,
    ],
    [
      "satisfies",
      `const clientId = process.env.WORKOS_CLIENT_ID!;\nexport default { providers: ${TWO} } satisfies AuthConfig;`,
    ],
    [
      "a typed constant",
      `const clientId = process.env["WORKOS_CLIENT_ID"];\nconst config: AuthConfig = { providers: ${TWO} };\nexport default config;`,
    ],
    [
      "a placeholder behind ??",
      `const clientId = process.env.WORKOS_CLIENT_ID ?? "client_missing";\nexport default { providers: ${TWO} };`,
    ],
    [
      "a placeholder behind a test",
      `const raw = process.env.WORKOS_CLIENT_ID;\nconst clientId = raw ? raw : "missing";\nexport default { providers: ${TWO} };`,
    ],
    [
      "a function for the client id",
      `function id() { const value = process.env.WORKOS_CLIENT_ID; if (!value) throw new Error("no"); return value; }\nconst clientId = id();\nexport default { providers: ${TWO} };`,
    ],
    [
      "trimmed",
      `const clientId = process.env.WORKOS_CLIENT_ID!.trim();\nexport default { providers: ${TWO} };`,
    ],
    [
      "pushed",
      `const clientId = process.env.WORKOS_CLIENT_ID;\nconst providers = [];\nproviders.push(...${TWO});\nexport default { providers };`,
    ],
  ])("%s", (_name, text) => {
    expect(providersOf(text)).toEqual([SHARED, OWN]);
  });

  it("takes values from another file", () => {
    const text = `import { clientId } from "../workos";\nexport default { providers: ${TWO} };`;
    expect(
      providersOf(text, { "workos.ts": "export const clientId = process.env.WORKOS_CLIENT_ID;" }),
    ).toEqual([SHARED, OWN]);
  });

  it("says which providers stand under a condition", () => {
    const text = `const clientId = process.env.WORKOS_CLIENT_ID;\nexport default { providers: [...(process.env.LEGACY === "1" ? [${jwt('"https://old.example.com"')}] : []), ${jwt("`https://api.workos.com/user_management/${clientId}`")}] };`;
    expect(providersOf(text)).toEqual([
      `if type=customJwt issuer=https://old.example.com algorithm=RS256 jwks=https://api.workos.com/sso/jwks/${ID}`,
      OWN,
    ]);
  });

  it("leaves a field unknown whose text hangs on what a variable holds", () => {
    const text = `const clientId = process.env.WORKOS_CLIENT_ID;\nconst host = process.env.STAGE === "prod" ? "auth.example.com" : "api.workos.com";\nexport default { providers: [${jwt("`https://${host}/user_management/${clientId}`")}] };`;
    expect(providersOf(text)[0]).toContain("issuer=? ");
  });

  it("drops what JSON.stringify drops", () => {
    const text = `const clientId = process.env.WORKOS_CLIENT_ID;\nexport default { providers: [${jwt("`https://api.workos.com/user_management/${clientId}`", "applicationID: undefined,")}] };`;
    expect(providersOf(text)).toEqual([OWN]);
  });
});

describe("an auth config that cannot be read", () => {
  it("is absent", () => {
    expect(read({ "auth.config.ts": "export default { providers: [] };" })).toMatchObject({
      state: "absent",
      file: "convex/auth.config.ts",
    });
  });

  it("stands there twice", () => {
    expect(read({ "convex/auth.config.ts": "", "convex/auth.config.js": "" })).toMatchObject({
      state: "two-files",
      problem: {
        why: "The Convex CLI refuses two auth configs in one folder: convex/auth.config.ts stands there too.",
        location: { file: "convex/auth.config.js", line: 1, column: 1 },
      },
    });
  });

  it("holds merge conflict markers", () => {
    const text =
      "export default {\n<<<<<<< HEAD\n  providers: [],\n=======\n  providers: [1],\n>>>>>>> other\n};\n";
    expect(read({ "convex/auth.config.ts": text })).toMatchObject({
      state: "unparsable",
      problem: { why: "There is an unresolved merge conflict.", location: { line: 2 } },
    });
  });

  it("comes from a package that is not known", () => {
    const text = 'import { config } from "our-auth";\nexport default config;';
    expect(read({ "convex/auth.config.ts": text })).toMatchObject({
      state: "not-evaluated",
      providers: [],
      open: true,
    });
  });

  it("names the variables that its evaluation reads", () => {
    const text = `const clientId = process.env.WORKOS_CLIENT_ID;\nexport default { providers: ${TWO} };`;
    expect(read({ "convex/auth.config.ts": text }).environment).toEqual([
      { name: "WORKOS_CLIENT_ID", location: { file: "convex/auth.config.ts", line: 1, column: 18 } },
    ]);
  });
});
