import { describe, expect, it } from "vitest";
import { memoryFiles } from "../project-files/memory-files.ts";
import { assumingSet } from "./assuming-set.ts";
import { evaluateExport } from "./evaluate.ts";
import { createModuleGraph } from "./module-graph.ts";
import { isResolved, resolveValue } from "./resolve-value.ts";
import { valueText } from "./value-text-for-tests.ts";
import { environmentNames } from "./value.ts";
import type { Value } from "./value.ts";

const CONFIG = "convex/auth.config.ts";

function evaluated(config: string, others: Record<string, string> = {}): Value {
  return evaluateExport(createModuleGraph(memoryFiles({ [CONFIG]: config, ...others })), CONFIG, "default");
}

/** The two providers as the official templates write them. */
const PROVIDERS = `[
  { type: "customJwt", issuer: "https://api.workos.com/", algorithm: "RS256",
    jwks: \`https://api.workos.com/sso/jwks/\${clientId}\`, applicationID: clientId },
  { type: "customJwt", issuer: \`https://api.workos.com/user_management/\${clientId}\`, algorithm: "RS256",
    jwks: \`https://api.workos.com/sso/jwks/\${clientId}\` },
]`;
const CLIENT_ID = "const clientId = process.env.WORKOS_CLIENT_ID;\n";

/** What they are worth, with the text that stands for the client id. */
function twoProviders(clientId = "$WORKOS_CLIENT_ID", inText = `\${${clientId}}`): string {
  return (
    `{providers: [{type: "customJwt", issuer: "https://api.workos.com/", algorithm: "RS256", ` +
    `jwks: \`https://api.workos.com/sso/jwks/${inText}\`, applicationID: ${clientId}}, ` +
    `{type: "customJwt", issuer: \`https://api.workos.com/user_management/${inText}\`, algorithm: "RS256", ` +
    `jwks: \`https://api.workos.com/sso/jwks/${inText}\`}]}`
  );
}

describe("auth configs that are worth the two right providers", () => {
  it.each<[string, string, Record<string, string>?]>([
    ["as the templates write it", `${CLIENT_ID}export default { providers: ${PROVIDERS} };`],
    ["satisfies AuthConfig", `${CLIENT_ID}export default { providers: ${PROVIDERS} } satisfies AuthConfig;`],
    ["as const", `${CLIENT_ID}export default { providers: ${PROVIDERS} } as const;`],
    [
      "a typed constant",
      `${CLIENT_ID}const config: AuthConfig = { providers: ${PROVIDERS} };\nexport default config;`,
    ],
    [
      "export by identifier",
      `${CLIENT_ID}const config = { providers: ${PROVIDERS} };\nexport { config as default };`,
    ],
    [
      "providers in a constant, by shorthand",
      `${CLIENT_ID}const providers = ${PROVIDERS};\nexport default { providers };`,
    ],
    [
      "shorthand jwks, a constant origin and template strings",
      `${CLIENT_ID}const origin = "https://api.workos.com"; const type = "customJwt", algorithm = "RS256";
       const jwks = \`\${origin}/sso/jwks/\${clientId}\`;
       export default { providers: [
         { type, issuer: origin + "/", algorithm, jwks, applicationID: clientId },
         { type, issuer: \`\${origin}/user_management/\${clientId}\`, algorithm, jwks },
       ] };`,
    ],
    [
      "a helper that requires the variable",
      `function requireEnv(name: string): string {
         const value = process.env[name];
         if (!value) { throw new Error(\`Missing \${name}\`); }
         return value;
       }
       const clientId = requireEnv("WORKOS_CLIENT_ID");
       export default { providers: ${PROVIDERS} };`,
    ],
    [
      "a guard at the top level",
      `${CLIENT_ID}if (!clientId) throw new Error("Missing");\nexport default { providers: ${PROVIDERS} };`,
    ],
    [
      "a helper that returns the whole list",
      `const workos = (clientId: string) => (${PROVIDERS});\nexport default { providers: workos(process.env.WORKOS_CLIENT_ID!) };`,
    ],
    [
      "values from another package of the workspace",
      `import { providers } from "@repo/auth";\nexport default { providers };`,
      {
        "packages/auth/package.json": '{ "name": "@repo/auth", "exports": { ".": "./dist/index.js" } }',
        "packages/auth/src/index.ts": 'export * from "./providers";',
        "packages/auth/src/providers.ts": `import { clientId } from "./client-id.js"; export const providers = ${PROVIDERS};`,
        "packages/auth/src/client-id.ts":
          "const { WORKOS_CLIENT_ID: clientId } = process.env; export { clientId };",
      },
    ],
    [
      "env from ./_generated/server, which is not committed",
      `import { env } from "./_generated/server";\nconst clientId = env.WORKOS_CLIENT_ID;\nexport default { providers: ${PROVIDERS} };`,
    ],
    [
      "env from ./_generated/server",
      `import { env } from "./_generated/server";\nconst clientId = env.WORKOS_CLIENT_ID;\nexport default { providers: ${PROVIDERS} };`,
      { "convex/_generated/server.js": "export const env = process.env;" },
    ],
    [
      "t3-env",
      `import { env } from "../src/env";\nconst clientId = env.WORKOS_CLIENT_ID;\nexport default { providers: ${PROVIDERS} };`,
      {
        "src/env.ts": `import { createEnv } from "@t3-oss/env-core"; import { z } from "zod";
          export const env = createEnv({ server: { WORKOS_CLIENT_ID: z.string().min(1).startsWith("client_") }, runtimeEnv: process.env });`,
      },
    ],
    [
      "zod",
      `import { z } from "zod";
       const schema = z.object({ WORKOS_CLIENT_ID: z.string().min(1) });
       const { WORKOS_CLIENT_ID: clientId } = schema.parse(process.env);
       export default { providers: ${PROVIDERS} };`,
    ],
    [
      "providers that are pushed",
      `${CLIENT_ID}const providers: AuthConfig["providers"] = [];
       for (const provider of ${PROVIDERS}) providers.push(provider);
       export default { providers };`,
    ],
    [
      "lists that are put together",
      `${CLIENT_ID}const [sso, own] = ${PROVIDERS};
       export default Object.freeze(Object.assign({}, { providers: [sso].concat([[own]].flat()) }));`,
    ],
    [
      "an identity function",
      `${CLIENT_ID}function defineAuthConfig<T extends AuthConfig>(config: T) { return config; }
       export default defineAuthConfig({ providers: ${PROVIDERS} });`,
    ],
    [
      "a function that is called in place",
      `${CLIENT_ID}export default (() => { return { providers: ${PROVIDERS} }; })();`,
    ],
    [
      "a commented-out twin above the live one",
      `// export default { providers: [{ domain: "https://old", applicationID: "convex" }] };\n/* ${PROVIDERS.replaceAll("/*", "")} */\n${CLIENT_ID}export default { providers: ${PROVIDERS} };`,
    ],
    [
      "a variable read by brackets",
      `const clientId = process.env["WORKOS_CLIENT_ID"]!;\nexport default { providers: ${PROVIDERS} };`,
    ],
    [
      "a getter",
      `const settings = { get clientId() { return process.env.WORKOS_CLIENT_ID; } };\nconst { clientId } = settings;\nexport default { providers: ${PROVIDERS} };`,
    ],
    ["CommonJS", `${CLIENT_ID}module.exports = { providers: ${PROVIDERS} };`],
    [
      "globalThis.process.env",
      `const clientId = (globalThis as any).process?.env?.WORKOS_CLIENT_ID;\nexport default { providers: ${PROVIDERS} };`,
    ],
  ])("%s", (_, config, others) => {
    const value = evaluated(config, others);
    expect(valueText(value)).toBe(twoProviders());
    expect(environmentNames(value)).toEqual(["WORKOS_CLIENT_ID"]);
  });
});

describe("auth configs that differ from them", () => {
  it("keeps a placeholder beside the variable", () => {
    const value = evaluated(
      `const clientId = process.env.WORKOS_CLIENT_ID ?? "client_placeholder";\nexport default { providers: ${PROVIDERS} };`,
    );
    expect(valueText(value)).toBe(twoProviders('($WORKOS_CLIENT_ID ?? "client_placeholder")'));
    expect(valueText(assumingSet(value))).toBe(twoProviders());
  });

  it("decides the guards of helpers for a variable that is set", () => {
    const value = evaluated(
      `import { getClientId } from "./env";\nconst clientId = getClientId();\nexport default { providers: ${PROVIDERS} };`,
      {
        "convex/env.ts": `const runtimeEnv = globalThis.process?.env;
        function readEnv(name: string): string | null {
          const value = runtimeEnv?.[name];
          if (typeof value !== "string" || value.trim().length === 0) { return null; }
          return value.trim();
        }
        export function getClientId() { return readEnv("WORKOS_CLIENT_ID") ?? "missing"; }`,
      },
    );
    expect(valueText(assumingSet(value))).toBe(twoProviders());
    const providers = resolveValue(value, (name) => (name === "WORKOS_CLIENT_ID" ? " client_1 " : undefined));
    expect(isResolved(providers)).toBe(true);
    expect(providers).toMatchObject({
      providers: [
        { applicationID: "client_1" },
        { issuer: "https://api.workos.com/user_management/client_1" },
      ],
    });
    expect(resolveValue(value, () => null)).toMatchObject({ providers: [{ applicationID: "missing" }, {}] });
  });

  it("knows what getAuthConfigProviders() of @convex-dev/workos-authkit returns", () => {
    const expected = (id: string, host: string) =>
      `{providers: [{type: "customJwt", issuer: ${host.includes("$") ? `\`https://${host}/\`` : `"https://${host}/"`}, algorithm: "RS256", jwks: \`https://api.workos.com/sso/jwks/\${${id}}\`, applicationID: ${id}}, ` +
      `{type: "customJwt", issuer: \`https://${host}/user_management/\${${id}}\`, algorithm: "RS256", jwks: \`https://api.workos.com/sso/jwks/\${${id}}\`}]}`;
    const config =
      'import { authKit } from "./auth";\nexport default { providers: authKit.getAuthConfigProviders() };';
    const auth = (options: string) => ({
      "convex/auth.ts": `import { AuthKit } from "@convex-dev/workos-authkit"; import { components } from "./_generated/api";
        export const authKit = new AuthKit<DataModel>(components.workOSAuthKit${options});
        export const { authKitEvent } = authKit.events({});`,
    });
    expect(valueText(evaluated(config, auth("")))).toBe(expected("$WORKOS_CLIENT_ID", "api.workos.com"));
    expect(valueText(evaluated(config, auth(", { authFunctions, additionalEventTypes: [] }")))).toBe(
      expected("$WORKOS_CLIENT_ID", "api.workos.com"),
    );
    expect(
      valueText(evaluated(config, auth(", { clientId: process.env.OTHER, apiHostname: process.env.HOST }"))),
    ).toBe(expected("($OTHER ?? $WORKOS_CLIENT_ID)", '${($HOST ?? "api.workos.com")}'));
    expect(valueText(evaluated(config, auth(", await options()")))).toBe("{providers: unknown}");
    expect(valueText(evaluated(config.replace("authKit.get", "other.get")))).toBe("{providers: unknown}");
  });

  it("keeps what is pushed under a condition with that condition", () => {
    const value = evaluated(
      `const providers = [{ domain: process.env.CONVEX_SITE_URL, applicationID: "convex" }];
       if (process.env.APPLE_CLIENT_ID) {
         providers.push({ domain: "https://appleid.apple.com", applicationID: process.env.APPLE_CLIENT_ID });
       } else if (process.env.STAGE === "preview") providers.push({ domain: "https://mock.example", applicationID: "mock" });
       export default { providers };`,
    );
    expect(valueText(value)).toBe(
      '{providers: [{domain: $CONVEX_SITE_URL, applicationID: "convex"}, ' +
        'if truthy $APPLE_CLIENT_ID: {domain: "https://appleid.apple.com", applicationID: $APPLE_CLIENT_ID}, ' +
        'if falsy $APPLE_CLIENT_ID and truthy ===($STAGE, "preview"): {domain: "https://mock.example", applicationID: "mock"}]}',
    );
    const site = "https://x.convex.site";
    const known = (variables: Record<string, string>) =>
      resolveValue(value, (name) => variables[name] ?? null);
    const first = { domain: site, applicationID: "convex" };
    expect(known({ CONVEX_SITE_URL: site })).toEqual({ providers: [first] });
    expect(known({ CONVEX_SITE_URL: site, STAGE: "preview" })).toEqual({
      providers: [first, { domain: "https://mock.example", applicationID: "mock" }],
    });
    expect(known({ CONVEX_SITE_URL: site, STAGE: "preview", APPLE_CLIENT_ID: "a" })).toEqual({
      providers: [first, { domain: "https://appleid.apple.com", applicationID: "a" }],
    });
    const partly = resolveValue(value, (name) => (name === "CONVEX_SITE_URL" ? site : undefined));
    expect(isResolved(partly)).toBe(false);
    expect(partly).toMatchObject({
      providers: [first, { why: "the item is there only under a condition" }, {}],
    });
  });

  it.each<[string, string, string]>([
    [
      "a conditional spread of a list",
      "[1, ...(process.env.X ? [2] : []), ...(process.env.Y ? [3] : [4])]",
      "[1, if truthy $X: 2, if truthy $Y: 3, if falsy $Y: 4]",
    ],
    ["a conditional spread with &&", "[...(process.env.X && [2])]", "[if truthy $X: 2]"],
    ["a conditional spread of an unknown test", "[...(isProduction() && [2])]", "[if truthy unknown: 2]"],
    [
      "a conditional spread of an object",
      "{ a: 1, ...(process.env.X && { a: 2, b: 3 }) }",
      "{a: one of <if truthy $X: 2 | 1>, b: if truthy $X: 3}",
    ],
    [
      "filter(Boolean)",
      "[process.env.X && { x: 1 }, process.env.Y ? { y: process.env.Y } : null, undefined, { z: 1 }].filter(Boolean)",
      "[if truthy $X: {x: 1}, if truthy $Y: {y: $Y}, {z: 1}]",
    ],
    [
      "filter((x) => !!x)",
      "[process.env.X && { x: 1 }, { z: 1 }].filter((x) => !!x)",
      "[if truthy $X: {x: 1}, {z: 1}]",
    ],
    [
      "filter((x) => x !== undefined)",
      "[process.env.X ? { x: 1 } : undefined, { z: 1 }].filter((x): x is P => x !== undefined)",
      "[if truthy $X: {x: 1}, {z: 1}]",
    ],
    [
      "map over client ids",
      '[process.env.A, "b"].map((id) => ({ issuer: `https://i/${id}`, id }))',
      '[{issuer: `https://i/${$A}`, id: $A}, {issuer: "https://i/b", id: "b"}]',
    ],
    [
      "map over a conditional list",
      '["a", ...(process.env.X ? ["x"] : [])].map((id) => ({ id }))',
      '[{id: "a"}, if truthy $X: {id: "x"}]',
    ],
    ["flatMap", '["a", "b"].flatMap((id) => [id, id])', '["a", "a", "b", "b"]'],
    ["a list of lists", "[[1], [2, [3]]].flat()", "[1, 2, [3]]"],
  ])("%s", (_, expression, expected) => {
    expect(valueText(evaluated(`export default ${expression};`))).toBe(expected);
  });

  it.each<[string, string, string]>([
    [
      "new URL(path, issuer).toString()",
      'new URL("/oauth2/jwks", "https://auth.example.com").toString()',
      '"https://auth.example.com/oauth2/jwks"',
    ],
    [
      "new URL of a variable",
      'new URL("/oauth2/jwks", process.env.ISSUER!).href',
      'URL.href("/oauth2/jwks", $ISSUER)',
    ],
    ["a URL in a template", '`${new URL("https://a.example/b")}`', '"https://a.example/b"'],
    ["the origin of a variable", "new URL(process.env.ISSUER).origin", "URL.origin($ISSUER)"],
    [
      "a trailing slash that is cut off",
      'process.env.ISSUER.replace(/\\/+$/, "") + "/jwks"',
      '`${replace($ISSUER, /\\/+$/, "")}/jwks`',
    ],
    ["the same of a constant", '"https://a.example//".replace(/\\/+$/, "")', '"https://a.example"'],
    ["String() and trim()", "String(process.env.X).trim()", "trim(String($X))"],
    [
      "optional chaining and a fallback",
      'process.env?.X?.trim() ?? "d"',
      'one of <if present trim?($X): trim?($X) | "d">',
    ],
    [
      "a data: JWKS",
      "`data:text/plain;charset=utf-8;base64,${btoa(JSON.stringify({ keys: [] }))}`",
      '"data:text/plain;charset=utf-8;base64,eyJrZXlzIjpbXX0="',
    ],
    [
      "a data: JWKS from a variable",
      "`data:application/json,${encodeURIComponent(process.env.JWKS)}`",
      "`data:application/json,${encodeURIComponent($JWKS)}`",
    ],
    [
      "a JWKS proxied by an HTTP action",
      "`${process.env.CONVEX_SITE_URL}/jwks`",
      "`${$CONVEX_SITE_URL}/jwks`",
    ],
    ["+ with variables", '"https://" + process.env.HOST + "/" + 1', "`https://${$HOST}/1`"],
    [
      "a ternary",
      'process.env.STAGE === "production" ? "p" : "d"',
      'one of <if truthy ===($STAGE, "production"): "p" | "d">',
    ],
    ["!X ? fallback : X", '!process.env.X ? "d" : process.env.X', '($X || "d")'],
    ["join", '["https://a", process.env.B, "c"].join("/")', '`https://a/${($B ?? "")}/c`'],
  ])("%s", (_, expression, expected) => {
    expect(valueText(evaluated(`export default { jwks: ${expression} };`))).toBe(`{jwks: ${expected}}`);
  });

  it("spreads a choice of three only where none of the first two holds", () => {
    const value = evaluated("export default { ...((process.env.X && null) ?? { k: 1 }) };");
    expect(resolveValue(value, () => "set")).toEqual({ k: 1 });
    expect(resolveValue(value, () => null)).toEqual({ k: 1 });
    expect(resolveValue(value, () => "")).toEqual({});
  });

  it("imports a JWKS from a JSON file", () => {
    const config =
      'import jwks from "./jwks.json";\nexport default { a: JSON.stringify(jwks), b: Buffer.from(JSON.stringify(jwks)).toString("base64") };';
    expect(valueText(evaluated(config, { "convex/jwks.json": '{ "keys": [] }' }))).toBe(
      '{a: "{\\"keys\\":[]}", b: "eyJrZXlzIjpbXX0="}',
    );
  });

  it("is unknown where the file has merge-conflict markers", () => {
    const value = evaluated(
      `<<<<<<< HEAD\n${CLIENT_ID}=======\n>>>>>>> main\nexport default { providers: [] };`,
    );
    expect(value).toMatchObject({ kind: "unknown", why: "convex/auth.config.ts cannot be read" });
  });

  it("is unknown without a default export, and where it is asynchronous", () => {
    expect(valueText(evaluated("export const config = {};"))).toBe("unknown");
    expect(valueText(evaluated("export default await load();"))).toBe("unknown");
    expect(
      valueText(evaluated("const f = async () => ({ providers: [] }); export default { providers: f() };")),
    ).toBe("{providers: unknown}");
  });
});

it("says of every value where it was written", () => {
  const value = evaluated(
    'import { clientId } from "./id";\nexport default {\n  providers: [{ applicationID: clientId, issuer: "i" }],\n};',
    {
      "convex/id.ts": "// the id\nexport const clientId = process.env.WORKOS_CLIENT_ID;",
    },
  );
  if (value.kind !== "object") throw new Error("It is no object.");
  const providers = value.entries[0]?.value;
  const provider = providers?.kind === "array" ? providers.items[0]?.value : undefined;
  const entry = provider?.kind === "object" ? provider.entries[0] : undefined;
  expect(value.location).toEqual({ file: CONFIG, line: 2, column: 16 });
  expect(entry?.location).toEqual({ file: CONFIG, line: 3, column: 17 });
  expect(entry?.value.location).toEqual({ file: "convex/id.ts", line: 2, column: 25 });
  expect(entry?.value.span).toEqual({ start: 34, end: 62 });
  expect(JSON.parse(JSON.stringify(value))).toEqual(value);
});
