import { describe, expect, it } from "vitest";
import type { Example } from "../failure-modes/example.ts";
import { failureMode } from "../failure-modes/failure-mode.ts";
import { failureModeIndex, failureModePage } from "./failure-mode-page.ts";
import { failureModeText } from "./failure-mode-text.ts";
import { plain } from "./paint.ts";

const mode = failureMode({
  id: "signout-by-prefetch",
  step: "sign-out",
  severity: "error",
  title: "A <Link> prefetches the sign-out route",
  short: "Sign-out by prefetch",
  symptoms: ["People are signed out as soon as they see the page."],
  errorTexts: ["No auth provider found"],
  explanation: "Next.js prefetches links.\n\n```tsx\n<Link href='/sign-out' />\n```",
  notAProblemWhen: "`prefetch={false}` is set.",
  remedy: (project) => ["Make it a form.", project.push()],
  sources: ["https://example.com/source"],
  appliesTo: { frameworks: ["nextjs"], packages: { next: ">=13" } },
  testedWith: { next: "16.4.6" },
  masks: ["idle-session-expired"],
  detectors: [],
});

const examples: Example[] = [
  {
    name: "a link",
    project: "nextjs-monorepo",
    edits: [
      { file: "a.tsx", replace: "<form>\n", with: "<Link>\n" },
      { file: "b.tsx", replace: "gone", with: "" },
      { file: "c.tsx", write: "new\n" },
      { file: "d.tsx", remove: true },
      { file: "e.tsx", moveTo: "f.tsx" },
    ],
    inputs: { convexEnv: { production: "A=1" }, tokens: [{ stage: "production", claims: { iss: "x" } }] },
    expect: ["error signout-by-prefetch a.tsx:1"],
  },
  { name: "a form", project: "vite-spa", edits: [], expect: [] },
];

describe("the page of a failure mode", () => {
  it("holds everything known about it, with its examples as differences", () => {
    expect(failureModePage(mode, examples)).toMatchInlineSnapshot(`
      "# A \\<Link\\> prefetches the sign-out route

      \`signout-by-prefetch\` · step [sign-out](index.md#sign-out) · at most error

      ## What you see

      - People are signed out as soon as they see the page.

      ## Messages

      \`\`\`text
      No auth provider found
      \`\`\`

      ## Why

      Next.js prefetches links.

      \`\`\`tsx
      <Link href='/sign-out' />
      \`\`\`

      ## Fix

      1. Make it a form.
      2. \`npx convex dev --once\`

      ## Not a problem when

      \`prefetch={false}\` is set.

      ## Follow from it

      - [idle-session-expired](idle-session-expired.md)

      ## Where it applies

      - Frameworks: nextjs
      - \`next\` >=13
      - Checked up to \`next\` 16.4.6

      ## Examples

      Each is run in the tests.

      **a link**: finds \`error signout-by-prefetch a.tsx:1\`

      \`\`\`diff
      --- nextjs-monorepo/a.tsx
      -<form>
      +<Link>
      \`\`\`

      \`\`\`diff
      --- nextjs-monorepo/b.tsx
      -gone
      \`\`\`

      \`\`\`diff
      +++ nextjs-monorepo/c.tsx
      +new
      \`\`\`

      \`\`\`diff
      --- nextjs-monorepo/d.tsx
      +++ /dev/null
      \`\`\`

      \`\`\`diff
      rename from nextjs-monorepo/e.tsx
      rename to nextjs-monorepo/f.tsx
      \`\`\`

      \`\`\`sh
      # --convex-env production
      A=1
      \`\`\`

      \`\`\`jsonc
      // claims of --token production
      {
        "iss": "x"
      }
      \`\`\`

      **a form**: finds nothing

      ## Detection

      The doctor does not detect it yet from the evidence it reads.

      ## Sources

      - <https://example.com/source>

      ---

      Generated from the failure mode by \`npm run generate\`.
      "
    `);
  });

  it("is listed under its step", () => {
    expect(failureModeIndex([mode])).toContain(
      "## sign-out\n\n| failure mode |  | severity | detected |\n| --- | --- | --- | --- |\n| [signout-by-prefetch](signout-by-prefetch.md) | Sign-out by prefetch | error | not yet |",
    );
  });
});

it("the text of a failure mode for a terminal holds the same", () => {
  expect(failureModeText(mode, { width: 80, paint: plain })).toMatchInlineSnapshot(`
    "A <Link> prefetches the sign-out route
    signout-by-prefetch · step sign-out · at most error

    What you see
      - People are signed out as soon as they see the page.

    Messages
      No auth provider found

    Why
      Next.js prefetches links.

        <Link href='/sign-out' />

    Fix
      1. Make it a form.
      2. npx convex dev --once

    Not a problem when
      \`prefetch={false}\` is set.

    Follow from it
      - idle-session-expired

    Sources
      https://example.com/source

    Detection
      The doctor does not detect it yet from the evidence it reads.
    "
  `);
});
