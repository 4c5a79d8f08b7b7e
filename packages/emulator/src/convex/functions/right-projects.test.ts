import { cpSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { identityFromClaims } from "@convex-authkit/core";
import { fixtureProject, runFixture } from "./testing/fixture-project.ts";

const RIGHT_PROJECTS = fileURLToPath(new URL("../../../../doctor/right-projects", import.meta.url));

describe.each([
  ["nextjs-monorepo", "packages/backend", 2],
  ["vite-spa", ".", 3],
])("the right project %s", (name, backend, providers) => {
  it("runs as it is", async () => {
    const project = fixtureProject({});
    cpSync(join(RIGHT_PROJECTS, name), project.root, {
      recursive: true,
      filter: (path) => !path.includes("node_modules"),
    });
    const app = await runFixture(
      { root: join(project.root, backend) },
      { variables: { WORKOS_CLIENT_ID: "client_01TEST" } },
    );
    expect(app.runner.deployment().problem).toBeNull();
    expect((await app.runner.authConfig()) as { providers: unknown[] }).toHaveProperty(
      "providers.length",
      providers,
    );
    const { identity } = identityFromClaims({
      iss: "https://api.workos.com/user_management/client_01TEST",
      sub: "user_01",
      email: "ada@example.com",
    });
    expect(await app.query("notes:list")).toMatchObject({
      errorMessage: expect.stringMatching(
        /^Uncaught Error: Sign in to see your notes\.\n {4}at handler \(\.\.\/convex\/notes\.ts:8:34\)\n$/,
      ) as string,
    });
    expect(await app.runner.run("mutation", "notes:add", { text: "hello" }, { identity })).toMatchObject({
      success: true,
      value: null,
    });
    expect(await app.runner.run("query", "notes:list", {}, { identity })).toMatchObject({
      value: [{ author: identity.tokenIdentifier, text: "hello" }],
    });
    expect(await app.runner.run("query", "profile:me", {}, { identity })).toMatchObject({
      value: { email: "ada@example.com" },
    });
    await app.runner.close();
  });
});
