import { describe, expect, it } from "vitest";
import { memoryFiles } from "../../project-files/memory-files.ts";
import { readConvexJson } from "./read-convex-json.ts";

const backend = {
  functionsDir: "packages/backend/convex",
  dir: "packages/backend",
  convexJson: "packages/backend/convex.json",
};

function read(text: string) {
  return readConvexJson({ files: memoryFiles({ [backend.convexJson]: text }) }, backend);
}

describe("reading convex.json", () => {
  it("gives an empty fact where there is none: nothing is wrong with that", () => {
    const fact = readConvexJson({ files: memoryFiles({}) }, { ...backend, convexJson: null });
    expect(fact).toEqual({ file: null, functions: null, refusals: [], unknownKeys: [], authKit: null });
  });

  it("takes a tsconfig of that name for what it is", () => {
    expect(read(`{ "compilerOptions": { "strict": true } }`).file).toBeNull();
  });

  it("reads every section, with templates in their parts", () => {
    const fact = read(
      [
        `{`,
        `  "functions": "src/convex/",`,
        `  "authKit": {`,
        `    "dev": {`,
        `      "configure": { "redirectUris": ["http://localhost:3000/callback"] },`,
        `      "localEnvVars": { "WORKOS_CLIENT_ID": "\${authEnv.WORKOS_CLIENT_ID}" }`,
        `    },`,
        `    "preview": { "configure": false, "localEnvVars": false },`,
        `    "prod": {`,
        `      "environmentType": "staging",`,
        `      "configure": { "appHomepageUrl": "https://\${buildEnv.HOST}/x", "corsOrigins": ["\${env.X}"] }`,
        `    }`,
        `  }`,
        `}`,
      ].join("\n"),
    );
    const at = (line: number, column: number) => ({ file: backend.convexJson, line, column });
    expect(fact).toEqual({
      file: backend.convexJson,
      functions: "src/convex/",
      refusals: [],
      unknownKeys: [],
      authKit: {
        location: at(3, 3),
        stages: {
          development: {
            key: "dev",
            location: at(4, 5),
            configure: {
              location: at(5, 7),
              redirectUris: [
                {
                  raw: "http://localhost:3000/callback",
                  parts: [{ kind: "text", text: "http://localhost:3000/callback" }],
                  location: at(5, 39),
                },
              ],
              corsOrigins: [],
              appHomepageUrl: null,
            },
            localEnvVars: {
              WORKOS_CLIENT_ID: {
                raw: "${authEnv.WORKOS_CLIENT_ID}",
                parts: [{ kind: "authEnv", name: "WORKOS_CLIENT_ID" }],
                location: at(6, 45),
              },
            },
            environmentType: null,
          },
          preview: {
            key: "preview",
            location: at(8, 5),
            configure: false,
            localEnvVars: false,
            environmentType: null,
          },
          production: {
            key: "prod",
            location: at(9, 5),
            configure: {
              location: at(11, 7),
              redirectUris: [],
              corsOrigins: [
                { raw: "${env.X}", parts: [{ kind: "unknown", expression: "env.X" }], location: at(11, 86) },
              ],
              appHomepageUrl: {
                raw: "https://${buildEnv.HOST}/x",
                parts: [
                  { kind: "text", text: "https://" },
                  { kind: "buildEnv", name: "HOST" },
                  { kind: "text", text: "/x" },
                ],
                location: at(11, 40),
              },
            },
            localEnvVars: null,
            environmentType: "staging",
          },
        },
      },
    });
  });
});

describe("what the Convex CLI refuses", () => {
  const refusals = (text: string) =>
    read(text).refusals.map(
      ({ path, message, location }) => `${location.line}:${location.column} ${path} ${message}`,
    );

  it("refuses environmentType outside prod and localEnvVars outside dev", () => {
    expect(
      refusals(
        `{ "authKit": {\n"dev": { "environmentType": "development" },\n"preview": { "localEnvVars": {} },\n"prod": { "localEnvVars": { "A": "b" } } } }`,
      ),
    ).toEqual([
      "2:10 authKit.dev.environmentType authKit.environmentType is only allowed in the prod section.",
      "3:14 authKit.preview.localEnvVars authKit.localEnvVars is only supported for dev deployments.",
      "4:11 authKit.prod.localEnvVars authKit.localEnvVars is only supported for dev deployments.",
    ]);
  });

  it("refuses wrong types", () => {
    expect(refusals(`{ "authKit": { "dev": { "configure": { "redirectUris": "http://x" } } } }`)).toEqual([
      "1:40 authKit.dev.configure.redirectUris authKit.dev.configure.redirectUris must be a list of strings.",
    ]);
    expect(refusals(`{ "authKit": { "dev": true, "prod": { "environmentType": "prod" } } }`)).toEqual([
      "1:16 authKit.dev authKit.dev must be an object.",
      `1:39 authKit.prod.environmentType authKit.prod.environmentType must be "development", "staging" or "production".`,
    ]);
    expect(refusals(`[]`)).toEqual(["1:1  convex.json must hold an object."]);
    expect(refusals(`{ "authKit": { "dev": { "localEnvVars": { "PORT": 3000 } } } }`)).toEqual([
      "1:43 authKit.dev.localEnvVars.PORT authKit.dev.localEnvVars.PORT must be a string.",
    ]);
  });

  it("refuses what is not plain JSON, and names the place", () => {
    expect(refusals(`{\n  // the functions\n  "functions": "convex/"\n}`)).toEqual([
      "2:3  It is not JSON: the Convex CLI does not accept comments in it.",
    ]);
    expect(
      refusals(`{\n<<<<<<< HEAD\n  "functions": "a"\n=======\n  "functions": "b"\n>>>>>>> x\n}`),
    ).toEqual(["2:1  It holds the markers of an unfinished merge."]);
    expect(refusals(`{ "functions": "a", }`)).toHaveLength(1);
    expect(refusals(``)).toHaveLength(1);
  });
});

describe("keys that the Convex CLI does not know", () => {
  const unknown = (text: string) =>
    read(text).unknownKeys.map(({ parent, key, meant, effect }) => `${effect} ${parent}/${key} → ${meant}`);

  it("drops them inside authKit, with what was probably meant", () => {
    expect(
      unknown(
        `{ "authKit": { "production": {}, "dev": { "configure": { "redirectUrls": [], "corsOrigin": [], "ssoDomains": [] }, "localEnvVar": {} } } }`,
      ),
    ).toEqual([
      "dropped authKit/production → prod",
      "dropped authKit.dev/localEnvVar → localEnvVars",
      "dropped authKit.dev.configure/redirectUrls → redirectUris",
      "dropped authKit.dev.configure/corsOrigin → corsOrigins",
      "dropped authKit.dev.configure/ssoDomains → null",
    ]);
  });

  it("keeps them at the top level, and knows the deprecated ones", () => {
    expect(unknown(`{ "authkit": {}, "fucntions": "x", "future": 1, "team": "t", "prodUrl": "u" }`)).toEqual([
      "kept /authkit → authKit",
      "kept /fucntions → functions",
      "kept /future → null",
    ]);
  });

  it("takes no notice of keys that stand in for comments", () => {
    expect(unknown(`{ "//": "x", "authKit": { "_comment": "y", "dev": { "$comment": "z" } } }`)).toEqual([]);
  });
});
