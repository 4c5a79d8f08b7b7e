import { describe, expect, it } from "vitest";
import type { Rejected } from "@convex-authkit/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { JwtTemplateFact } from "../facts/jwt-template/jwt-template.ts";
import type { TokenFact } from "../facts/tokens/tokens.ts";
import { examinationForTests, factsForTests } from "./examination-for-tests.ts";
import { jsonReport } from "./json.ts";
import { reportSchema } from "./json-schema.ts";
import { markdownReport } from "./markdown.ts";
import { plain } from "./paint.ts";
import { terminalReport } from "./terminal.ts";

const rejected: Rejected = {
  accepted: false,
  failedAt: "validate",
  code: "InvalidAuthHeader",
  message: "Could not validate token: Token expired 30 seconds ago",
  redactedMessage: "Could not validate token: Token expired 30 seconds ago",
  cause: "token-expired",
  failureMode: null,
  explanation: "The token expired 30 seconds ago; Convex allows 5.",
  provider: 1,
  providers: [],
  ambiguous: [],
  missing: [],
};

const token: TokenFact = {
  label: "prod.txt",
  stage: "production",
  problem: null,
  algorithm: "RS256",
  keyId: "k",
  claims: { iss: "https://api.workos.com/user_management/client_01", email: "someone@example.com" },
  issuer: "https://api.workos.com/user_management/client_01",
  audience: [],
  issuedAt: 1_800_000_000,
  expiresAt: 1_800_000_300,
  bytes: 900,
  verdict: rejected,
};

const template: JwtTemplateFact = {
  stage: null,
  file: "template.json",
  problems: [
    {
      code: "reserved-claim",
      severity: "error",
      message: "sub is reserved.",
      claim: "sub",
      location: { file: "template.json", line: 2, column: 3 },
    },
  ],
  claims: [{ name: "email", mayBeAbsent: false, literals: [null] }],
  renderedBytes: 31,
  sampleIdentity: { subject: "user_01…", email: "ada@example.com" },
};

const examination = examinationForTests({
  facts: factsForTests({
    backends: {
      "packages/a/convex": { tokens: [token], jwtTemplates: [template] },
      "packages/b/convex": { tokens: [{ ...token, verdict: null }], jwtTemplates: [template] },
    },
  }),
});

describe("what was handed in", () => {
  it("is told in the terminal: what became of a token, what a template yields", () => {
    const options = { width: 100, paint: plain, verbose: false, durationMs: 0, command: "convex-authkit" };
    expect(terminalReport(examination, options)).toMatchInlineSnapshot(`
      "– There was nothing to judge.

      Handed in
        Token from prod.txt (production, under packages/a/convex): iss
          https://api.workos.com/user_management/client_01, no aud
          Convex rejects it. The token expired 30 seconds ago; Convex allows 5.
        Token from prod.txt (production, under packages/b/convex): iss
          https://api.workos.com/user_management/client_01, no aud
          Not judged: the auth config could not be evaluated.
        JWT template template.json: it adds email; 31 bytes of 3,072 for a sample user
          error at 2:3: sub is reserved.
          Functions would see {"subject":"user_01…","email":"ada@example.com"}

      42 files examined in 0.0 s
      "
    `);
  });

  it("is told in Markdown and JSON, without claims about a person", () => {
    const markdown = markdownReport(examination, { version: "1.2.3" });
    expect(markdown).toContain(
      "- Token from prod.txt (production, under packages/a/convex): iss https://api.workos.com/user_management/client_01, no aud. Convex rejects it. The token expired 30 seconds ago; Convex allows 5.",
    );
    expect(markdown).toContain("- error at 2:3: sub is reserved.");
    const report = jsonReport(examination, 0);
    expect(report.tokens.map(({ accepted, cause }) => ({ accepted, cause }))).toEqual([
      { accepted: false, cause: "token-expired" },
      { accepted: null, cause: null },
    ]);
    expect(report.jwtTemplates).toEqual([template]);
    expect(markdown + JSON.stringify(report)).not.toContain("someone@example.com");
    const validate = new Ajv2020({ strict: true }).compile(reportSchema(["clock-skew"]));
    validate(JSON.parse(JSON.stringify(report)));
    expect(validate.errors).toBeNull();
  });
});
