import { describe, expect, it } from "vitest";
import { fromColonPath, matchesRoute, samplePaths } from "./route-path.ts";

describe("matchesRoute", () => {
  it.each([
    ["/", "/"],
    ["/callback", "/callback"],
    ["/callback", "/callback/"],
    ["/notes/[id]", "/notes/7"],
    ["/[...slug]", "/a/b/c"],
    ["/docs/[[...slug]]", "/docs"],
    ["/docs/[[...slug]]", "/docs/a/b"],
    ["/caf\u00e9", "/caf%C3%A9"],
  ])("%s answers %s", (pattern, path) => {
    expect(matchesRoute(pattern, path)).toBe(true);
  });

  it.each([
    ["/callback", "/auth/callback"],
    ["/callback", "/Callback"],
    ["/notes/[id]", "/notes"],
    ["/notes/[id]", "/notes/7/edit"],
    ["/[...slug]", "/"],
  ])("%s does not answer %s", (pattern, path) => {
    expect(matchesRoute(pattern, path)).toBe(false);
  });
});

describe("samplePaths", () => {
  it("gives a static route itself", () => {
    expect(samplePaths("/admin")).toEqual(["/admin"]);
  });

  it("gives several paths that a dynamic route answers", () => {
    const samples = samplePaths("/notes/[id]/[...rest]");
    expect(samples.length).toBeGreaterThan(1);
    for (const sample of samples) expect(matchesRoute("/notes/[id]/[...rest]", sample)).toBe(true);
  });
});

describe("fromColonPath", () => {
  it.each([
    ["/users/:id", "/users/[id]"],
    ["/users/:id?", "/users/[[...id]]"],
    ["/files/*", "/files/[[...rest]]"],
    ["callback/", "/callback"],
  ])("%s is %s", (path, pattern) => {
    expect(fromColonPath(path)).toBe(pattern);
  });
});
