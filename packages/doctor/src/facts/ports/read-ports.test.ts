import { describe, expect, it } from "vitest";
import { appOf, readingOf } from "../routes/reading-for-tests.ts";
import type { Framework } from "../workspace/workspace.ts";
import type { PortsFact } from "./ports.ts";
import { readPorts } from "./read-ports.ts";

function portsOf(
  scripts: Record<string, string>,
  { files = {}, framework = "vite-react" }: { files?: Record<string, string>; framework?: Framework } = {},
): PortsFact {
  const manifest = JSON.stringify({ name: "web", scripts }, null, 2);
  const reading = readingOf({ "package.json": manifest, ...files });
  const packages = [{ dir: "", name: "web", declared: {}, scripts, dependsOn: [] }];
  return readPorts(reading, appOf(framework), { packages });
}

const only = (fact: PortsFact) => fact.servers.map(({ port, explicit }) => ({ port, explicit }));

describe("the port of a dev server", () => {
  it.each([
    ["vite", 5173, false],
    ["vite --port 5174", 5174, true],
    ["vite dev --port=5174 --host", 5174, true],
    ["next dev", 3000, false],
    ["next dev -p 3001 --turbopack", 3001, true],
    ["PORT=3002 next dev", 3002, true],
    ["cross-env PORT=3002 next dev", 3002, true],
    ["next dev -p $PORT", null, true],
    ["next dev -p ${PORT:-4000}", 4000, true],
    ['concurrently "convex dev" "vite --port 5175"', 5175, true],
    ["react-router dev", 5173, false],
  ])("%s: %s", (command, port, explicit) => {
    expect(only(portsOf({ dev: command }))).toEqual([{ port, explicit }]);
  });

  it("is not that of builds, previews and tests", () => {
    expect(
      only(
        portsOf({ build: "vite build", preview: "vite preview --port 4173", "dev:e2e": "vite --port 9999" }),
      ),
    ).toEqual([]);
  });

  it("comes from the Vite config unless the command says otherwise", () => {
    const files = {
      "vite.config.ts":
        "export default defineConfig({ server: { port: 5180, strictPort: true }, preview: { port: 1 } });",
    };
    const [server] = portsOf({ dev: "vite" }, { files }).servers;
    expect(server).toMatchObject({
      port: 5180,
      explicit: true,
      strict: true,
      because: "server.port",
      location: { file: "vite.config.ts", line: 1 },
    });
    expect(only(portsOf({ dev: "vite --port 1234" }, { files }))).toEqual([{ port: 1234, explicit: true }]);
  });

  it("is unknown where the config computes it", () => {
    const files = {
      "vite.config.ts": "export default { server: { port: Number(process.env.PORT) || 5180 } };",
    };
    expect(only(portsOf({ dev: "vite" }, { files }))).toEqual([{ port: null, explicit: true }]);
  });

  it.each([
    ["app.listen(3005);", 3005],
    ["const server = Bun.serve({ port: 3006, fetch });", 3006],
    ["app.listen(process.env.PORT ?? 3007, () => {});", 3007],
    ["Bun.serve({ port: Number(process.env.PORT) });", null],
  ])("of a custom server: %s", (code, port) => {
    const files = { "src/index.ts": code };
    expect(only(portsOf({ dev: "bun --hot src/index.ts" }, { files, framework: "bun-react" }))).toEqual([
      { port, explicit: true },
    ]);
  });
});

describe("what stands in front of the dev server", () => {
  it("is a proxy in a script", () => {
    expect(portsOf({ dev: "portless notes vite --port 4000" }).inFront).toBe("portless");
    expect(portsOf({ dev: "caddy run & vite" }).inFront).toBe("caddy");
    expect(portsOf({ dev: "vite" }).inFront).toBeNull();
  });

  it("is a container that maps ports", () => {
    const compose = 'services:\n  web:\n    ports:\n      - "5173:3000"\n';
    expect(portsOf({ dev: "vite" }, { files: { "compose.yml": compose } }).inFront).toContain("5173:3000");
    expect(
      portsOf({ dev: "vite" }, { files: { "compose.yml": compose.replace("5173:3000", "3000:3000") } })
        .inFront,
    ).toBeNull();
  });
});
