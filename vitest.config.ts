import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "packages/*/src/**/*.test.{ts,tsx}",
      "packages/cli/packed/**/*.test.ts",
      "e2e/**/*.test.ts",
      "scripts/**/*.test.ts",
      "bench/**/*.test.ts",
    ],
    // Nothing here waits for time to pass; a loaded machine must not turn a slow property into a failure.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
