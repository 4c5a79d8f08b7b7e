import { describe, expect, it } from "vitest";
import { createModuleGraph } from "../../source/module-graph.ts";
import { memoryFiles } from "../../project-files/memory-files.ts";
import { pushAnswers } from "./push-answer.ts";
import { readAuthConfig } from "./read-auth-config.ts";

const BACKEND = { functionsDir: "convex", dir: "", convexJson: null };

/** What Convex would answer, as `cause line:column`. */
function answers(providers: string, before = ""): string[] {
  const text = `${before}export default {\n  providers: [\n${providers}\n  ],\n};\n`;
  const files = memoryFiles({ "convex/auth.config.ts": text });
  const { errors } = pushAnswers(readAuthConfig({ files, graph: createModuleGraph(files) }, BACKEND), null);
  return errors.map(({ said, location }) => `${said.cause} ${location.line}:${location.column}`);
}

const KEYS = 'jwks: "https://keys.example.com", algorithm: "RS256"';

describe("what Convex says to a push", () => {
  it.each([
    [
      `{ type: "customJwt", domain: "https://a.example", ${KEYS} }`,
      ["domain-on-custom-jwt 3:22"],
      "a domain in a customJwt provider",
    ],
    [`{ issuer: "https://a.example", ${KEYS} }`, ["issuer-on-oidc 3:1"], "an issuer without a type"],
    [
      '{ type: "customJwt", issuer: "https://a.example", algorithm: "RS256" }',
      ["provider-field-missing 3:1"],
      "no jwks",
    ],
    [
      '{ type: "customJwt", issuer: `https://a.example/${process.env.X}`, jwks: 7, algorithm: "RS256" }',
      ["provider-field-wrong-type 3:68"],
      "a number for a URL",
    ],
    [
      `{ type: "customJwt", issuer: "https://api.workos.com", ${KEYS} }`,
      ["shared-issuer-without-application-id 3:1"],
      "the shared issuer without an audience",
    ],
    [
      `{ type: "customJwt", issuer: "https://api.workos.com", applicationId: "x", ${KEYS} }`,
      ["application-id-miscased 3:56"],
      "a key in the wrong case",
    ],
  ])("%s: %s", (provider, expected) => {
    expect(answers(provider)).toEqual(expected);
  });
});

describe("what could not be evaluated is never an error:", () => {
  it.each([
    [
      `{ type: "customJwt", issuer: "https://a.example", ...more(), ${KEYS} }`,
      "a spread that may bring a domain",
    ],
    ['{ type: "customJwt", issuer: "https://a.example", algorithm: "RS256", ...more() }', "or the jwks"],
    [
      `{ type: "customJwt", issuer: "https://api.workos.com", applicationID: more(), ${KEYS} }`,
      "the audience",
    ],
    [`{ type: more(), issuer: "https://a.example", ${KEYS} }`, "the type"],
    [
      `{ type: "customJwt", issuer: "https://a.example", ...(process.env.X === "1" ? { domain: "d" } : {}), ${KEYS} }`,
      "a key under a condition",
    ],
    [
      `...(process.env.X === "1" ? [{ issuer: "https://a.example", ${KEYS} }] : [])`,
      "a provider under a condition",
    ],
  ])("%s: %s", (provider) => {
    expect(answers(provider, 'import { more } from "somewhere";\n')).toEqual([]);
  });
});
