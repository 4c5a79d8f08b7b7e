import { defineConfig } from "vitest/config";

/** `npm run test:matrix`. Installing and building a row takes minutes on a loaded machine. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["rows.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 600_000,
  },
});
