import { defineConfig } from "vitest/config";

// Nothing here waits for time to pass; a loaded machine must not turn a slow property into a failure.
const patience = { testTimeout: 120_000, hookTimeout: 120_000 };

/** Tests that drive a browser or build an app. */
const browserTests = [
  "e2e/*.test.ts",
  "e2e/faults/in-chromium/*.test.ts",
  "packages/*/src/**/*.chromium.test.ts",
  "packages/*/src/**/chromium.test.ts",
  "packages/emulator/src/authkit/authkit-js.test.ts",
  "packages/emulator/src/convex/react/*.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      {
        // As Next.js resolves it on the server.
        resolve: { alias: { "server-only": "next/dist/compiled/server-only/empty.js" } },
        test: {
          ...patience,
          name: "code",
          // It names Next.js's files as only bundlers find them.
          server: { deps: { inline: ["@workos-inc/authkit-nextjs"] } },
          include: [
            "packages/*/src/**/*.test.{ts,tsx}",
            "packages/cli/packed/**/*.test.ts",
            "scripts/**/*.test.ts",
            "bench/**/*.test.ts",
            "e2e/faults/in-node/*.test.ts",
          ],
          exclude: browserTests,
        },
      },
      {
        test: {
          ...patience,
          name: "browser",
          include: browserTests,
          // `npm run test:matrix`: installs and builds an app for every set of versions.
          exclude: ["e2e/matrix/**"],
          // One browser at a time, after everything else: what waits for a page must not compete with thousands of tests.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
