import { describe, expect, it } from "vitest";
import { factsOf, rightFacts, TANSTACK } from "./facts-for-tests.ts";
import { planDev, type Wishes } from "./plan.ts";
import { programOf } from "./run-frontend.ts";

function program(facts: Parameters<typeof planDev>[0], command: string | null, dir = "") {
  const wishes: Wishes = {
    command,
    dir,
    authkit: true,
    convex: true,
    port: 0,
    convexPort: 0,
    sitePort: 0,
    jwtTemplate: null,
    variables: {},
    writeGenerated: false,
  };
  const plan = planDev(facts, wishes, () => undefined);
  return programOf({ wishes, plan, facts, project: { root: "/project", dir }, stateDirectory: "/state" });
}

describe("the program that starts the app", () => {
  it("is none where no command is given", () => {
    expect(program(rightFacts("vite-spa"), null)).toBeNull();
  });

  it("finds the programs of the packages that it runs in", () => {
    expect(program(rightFacts("nextjs-monorepo"), "npm run dev")).toEqual({
      text: "cd apps/web && next dev --port 3000",
      folders: ["/project", "/project/apps/web"],
    });
    expect(program(factsOf(TANSTACK), "npm run dev")).toEqual({ text: "vite dev", folders: ["/project"] });
  });

  it("names the frontend's own scripts where a command runs Convex alone", () => {
    expect(() => program(rightFacts("nextjs-monorepo"), "npm run dev", "packages/backend")).toThrow(
      "`npm run dev` runs only `convex dev`, which the emulator stands in for, and no frontend. Did you mean `cd apps/web && npm run dev`?",
    );
    expect(() => program(factsOf(TANSTACK), "npx convex dev")).toThrow(
      "and no frontend. Did you mean `npm run dev`?",
    );
  });
});
