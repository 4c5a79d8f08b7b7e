import { describe, expect, it } from "vitest";
import { isTestCode } from "./test-code.ts";

const WITHOUT_PACKAGES = { has: () => false };

describe("isTestCode", () => {
  it.each([
    "src/providers.test.tsx",
    "src/__tests__/providers.tsx",
    "src/card.stories.tsx",
    "apps/web/tests/fake-workos.ts",
    "e2e/sign-in.ts",
    "src/test/setup.ts",
  ])("%s is", (path) => {
    expect(isTestCode(path, WITHOUT_PACKAGES)).toBe(true);
  });

  it.each([
    "src/providers.tsx",
    "app/test/page.tsx",
    "src/app/tests/page.tsx",
    "src/routes/test/index.tsx",
    "src/contests/tests.tsx",
    "packages/latest/index.ts",
  ])("%s is not", (path) => {
    expect(isTestCode(path, WITHOUT_PACKAGES)).toBe(false);
  });

  it("is none in a package that is called so", () => {
    const files = { has: (path: string) => path === "e2e/package.json" };
    expect(isTestCode("e2e/src/main.tsx", files)).toBe(false);
    expect(isTestCode("tests/src/main.tsx", files)).toBe(true);
  });
});
