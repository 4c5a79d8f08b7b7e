import { stripVTControlCharacters, styleText } from "node:util";
import { describe, expect, it } from "vitest";
import {
  brokenInProduction,
  diagnosisForTests,
  examinationForTests,
  findingForTests,
} from "./examination-for-tests.ts";
import { plain, type Paint } from "./paint.ts";
import { terminalReport, type TerminalOptions } from "./terminal.ts";

const options: TerminalOptions = {
  width: 80,
  paint: plain,
  verbose: false,
  durationMs: 1234,
  command: "npx convex-authkit",
};

describe("the terminal report", () => {
  it("answers first, then draws the chain, names the break with its fix, and what could not be checked", () => {
    expect(terminalReport(brokenInProduction(), options)).toMatchInlineSnapshot(`
      "✗ Sign-in breaks at acceptance in production.

        production
          · setup       · sign-in   · callback  ? session  ? token
          ✗ acceptance  · identity  · gating    · renewal  · sign-out
        development
          · setup       · sign-in   · callback  ? session  ✓ token
          · acceptance  · identity  · gating    · renewal  · sign-out
        ✗ broken   ✓ shown to hold   · checked, nothing wrong found   ? not checked

      ✗ The user_management provider demands an audience that AuthKit tokens do not
        carry
        error at acceptance in production: application-id-on-user-management
        packages/backend/convex/auth.config.ts:18:7
          applicationID: clientId,
        and the token
          iss https://api.workos.com/user_management/client_01PROD, no aud
        The second provider sets applicationID to client_01PROD, and a token of
        production has no aud claim, so Convex skips it.
        Fix
          1. Remove the line \`applicationID: clientId\` from the provider whose issuer
             is user_management.
          2. (cd packages/backend && npx convex deploy)
        Follows from it: identity-null-in-functions.

      Also found (fixes: --verbose)

      ! A link prefetches the sign-out route
        warning, likely at sign-out: signout-by-prefetch
        apps/web/app/header.tsx:9:5
          <Link href="/sign-out">
        What this case is.

      Not checked
        session, token: no token is in evidence (pass --token FILE)

      Could not be read
        apps/web/big.json: It is larger than 2 MB.

      1 error · 1 warning · 1 that follows · 1 note not shown (--verbose) · 42 files
      examined in 1.2 s
      More about it: npx convex-authkit explain application-id-on-user-management
      "
    `);
  });

  it("says the same with colour, once the colour is taken away", () => {
    const coloured: Paint = (style, text) => styleText(style, text, { validateStream: false });
    const report = terminalReport(brokenInProduction(), { ...options, paint: coloured });
    expect(report).not.toBe(stripVTControlCharacters(report));
    expect(stripVTControlCharacters(report)).toBe(terminalReport(brokenInProduction(), options));
  });

  it.each([40, 60, 80, 120])("keeps sentences within %i columns", (width) => {
    const lines = terminalReport(brokenInProduction(), { ...options, width }).split("\n");
    const tooLong = lines.filter((line) => [...line].length > Math.min(width, 100));
    // What has to be copied stays whole: places, commands, ids.
    expect(
      tooLong.filter((line) => line.trim().split(" ").length > 1 && !/npx|: [a-z-]+$/.test(line)),
    ).toEqual([]);
  });

  it("tells notes and every failure mode that could not look when asked for more", () => {
    const report = terminalReport(brokenInProduction(), { ...options, verbose: true });
    expect(report).toContain("The title of aud-cargo-cult");
    expect(report).toContain("stale-token");
    expect(report).not.toContain("not shown");
  });

  it("tells each consequence once, under its cause", () => {
    const report = terminalReport(brokenInProduction(), { ...options, verbose: true });
    expect(report.split("identity-null-in-functions")).toHaveLength(2);
    expect(report).toContain("Follows from it: identity-null-in-functions.");
  });

  it("lets no file write escape sequences or hidden characters into the terminal", () => {
    const evil = "\u001B]0;owned\u0007 \u202Egnp.exe \u009B31m";
    const finding = findingForTests({
      id: "missing-aud-claim",
      step: "acceptance",
      detail: evil,
      title: evil,
      location: { file: `${evil}.ts`, line: 1, column: 1 },
      evidence: [{ kind: "project", quote: evil, location: null }],
      remedy: [evil],
    });
    const report = terminalReport(
      examinationForTests({
        findings: [finding],
        unreadable: [{ file: evil, why: evil }],
        notChecked: [{ because: evil, steps: ["token"], failureModes: [], targets: [] }],
      }),
      { ...options, verbose: true },
    );
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(report).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/);
    expect(report).toContain("\\u{1b}]0;owned");
  });

  it("says that nothing wrong was found, and still what was not checked", () => {
    const { notChecked } = brokenInProduction();
    expect(terminalReport(examinationForTests({ diagnoses: [diagnosisForTests({})], notChecked }), options))
      .toMatchInlineSnapshot(`
        "✓ Nothing wrong was found in what could be checked.

          development
            · setup       · sign-in   · callback  · session  · token
            · acceptance  · identity  · gating    · renewal  · sign-out
          · checked, nothing wrong found

        Not checked
          session, token: no token is in evidence (pass --token FILE)

        42 files examined in 1.2 s
        "
      `);
  });

  it("draws targets that stand alike once and names apps where there are several", () => {
    const diagnoses = [
      diagnosisForTests({ app: "apps/web", stage: "development" }),
      diagnosisForTests({ app: "apps/web", stage: "production", statuses: { setup: "broken" } }),
      diagnosisForTests({ app: "apps/admin", stage: "development" }),
      diagnosisForTests({ app: "apps/admin", stage: "production" }),
    ];
    const report = terminalReport(examinationForTests({ diagnoses }), options);
    expect(report.split("\n").filter((line) => / in [dp]/.test(line))).toEqual([
      "✗ Sign-in breaks at setup for apps/web in production.",
      "  apps/web in production",
      "  apps/web in development; apps/admin in development and production",
    ]);
  });

  it("tells only the first findings in full when there are many", () => {
    const findings = Array.from({ length: 9 }, (_value, index) =>
      findingForTests({
        id: `finding-${index}`,
        step: "setup",
        severity: "warning",
        remedy: ["One.", "Two.", `Three of ${index}.`],
      }),
    );
    const report = terminalReport(examinationForTests({ findings }), options);
    expect(report).toContain("finding-8");
    expect(report).not.toContain("Three of 8.");
    expect(terminalReport(examinationForTests({ findings }), { ...options, verbose: true })).toContain(
      "Three of 8.",
    );
  });
});
