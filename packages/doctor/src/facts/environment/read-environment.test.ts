import { describe, expect, it } from "vitest";
import { memoryFiles } from "../../project-files/memory-files.ts";
import { type Inputs, noInputs } from "../inputs.ts";
import type { App, Framework, WorkspaceFact } from "../workspace/workspace.ts";
import { isKnownUnset, publicText } from "./environment.ts";
import { readCliVariables, readDeploymentVariables } from "./read-deployment-variables.ts";
import { readEnvironment } from "./read-environment.ts";

function app(dir = "apps/web", framework: Framework = "nextjs"): App {
  return { dir, name: null, framework, sourceDirs: [dir], authkit: [], backend: "packages/backend/convex" };
}

function workspace(apps: App[], scripts: Record<string, Record<string, string>> = {}): WorkspaceFact {
  return {
    packageManager: "npm",
    packages: Object.entries(scripts).map(([dir, own]) => ({
      dir,
      name: null,
      declared: {},
      scripts: own,
      dependsOn: [],
    })),
    apps,
    backends: [{ functionsDir: "packages/backend/convex", dir: "packages/backend", convexJson: null }],
    leftOut: [],
    unreadable: [],
  };
}

interface Case {
  files: Record<string, string>;
  framework?: Framework;
  scripts?: Record<string, Record<string, string>>;
  inputs?: Inputs["variables"];
  apps?: App[];
  asked?: string | null;
}

function read({ files, framework, scripts = {}, inputs = [], apps, asked = null }: Case) {
  const own = app("apps/web", framework);
  const packages = Object.fromEntries(
    Object.entries(scripts).map(([dir, it]) => [
      dir === "" ? "package.json" : `${dir}/package.json`,
      JSON.stringify({ scripts: it }),
    ]),
  );
  return readEnvironment(
    {
      files: memoryFiles({ ...packages, ...files }),
      inputs: { ...noInputs(0), variables: inputs, app: asked },
    },
    workspace(apps ?? [own], scripts),
    own,
  );
}

describe("which file wins", () => {
  const files = {
    "apps/web/.env": "A=env\nB=env\nC=env\nPORT=1",
    "apps/web/.env.local": "A_URL=local\nB_URL=local",
    "apps/web/.env.development": "A_URL=development",
    "apps/web/.env.production": "B_URL=production",
    "apps/web/.env.staging": "B_URL=staging",
  };
  const urls = (framework: Framework) => {
    const { stages } = read({ files, framework });
    return (["development", "preview", "production"] as const).map((stage) =>
      ["A_URL", "B_URL", "PORT"].map((name) => publicText(stages[stage].host, name)).join(" "),
    );
  };

  it("depends on the framework; nobody deploys .env.local", () => {
    expect(urls("nextjs")).toEqual(["local local 1", " staging 1", " production 1"]);
    expect(urls("vite-react")).toEqual(["development local 1", " staging 1", " production 1"]);
  });

  it("names the line of the value that wins", () => {
    expect(read({ files }).stages.development.host.variables["B_URL"]?.location).toEqual({
      file: "apps/web/.env.local",
      line: 2,
      column: 1,
    });
  });

  it("takes a .env that git ignores for a developer's own", () => {
    const { stages } = read({ files: { ".gitignore": ".env", "apps/web/.env": "A_URL=x" } });
    expect(publicText(stages.production.host, "A_URL")).toBeNull();
    expect(publicText(stages.development.host, "A_URL")).toBe("x");
    expect(stages.development.host.complete).toBe(true);
  });

  it("reads the folder that Vite is told to read", () => {
    for (const envDir of [
      "'../..'",
      "path.resolve(__dirname, '../../')",
      "new URL('../../', import.meta.url).pathname",
    ]) {
      const { development } = read({
        framework: "vite-react",
        files: {
          "apps/web/vite.config.ts": `export default { envDir: ${envDir} }`,
          ".env.local": "VITE_X=root",
        },
      }).stages;
      expect(publicText(development.host, "VITE_X")).toBe("root");
      expect(development.host.complete).toBe(true);
    }
    const unknown = read({
      framework: "vite-react",
      files: {
        "apps/web/vite.config.ts": "export default { envDir: root() }",
        "apps/web/.env.local": "VITE_X=1",
      },
    }).stages.development.host;
    expect(unknown).toMatchObject({ complete: false, variables: {} });
  });

  it("reads what scripts load and set, over the files of the framework", () => {
    const { host } = read({
      files: { "apps/web/.env.local": "VITE_X=app\nVITE_Y=app", ".env": "VITE_X=root" },
      scripts: { "apps/web": { dev: "dotenv -e ../../.env -- cross-env PORT=3001 vite" } },
      framework: "vite-react",
    }).stages.development;
    expect([publicText(host, "VITE_X"), publicText(host, "VITE_Y"), publicText(host, "PORT")]).toEqual([
      "root",
      "app",
      "3001",
    ]);
  });
});

describe("whether a name that is not there is known to be unset", () => {
  const development = (one: Case) => read(one).stages.development.host;
  const local = { "apps/web/.env.local": "A=1" };

  it("is, with a .env.local", () => {
    expect(isKnownUnset(development({ files: local }), "WORKOS_CLIENT_ID")).toBe(true);
    expect(isKnownUnset(development({ files: local }), "A")).toBe(false);
  });

  it.each<[string, Case]>([
    ["nothing but committed files", { files: { "apps/web/.env.development": "A=1" } }],
    [
      "a tool that injects variables",
      { files: local, scripts: { "apps/web": { dev: "doppler run -- next dev" } } },
    ],
    ["the same at the root", { files: local, scripts: { "": { dev: "infisical run -- turbo dev" } } }],
    [
      "a file that is not here",
      { files: local, scripts: { "apps/web": { dev: "dotenv -e .env.team next dev" } } },
    ],
    [
      "a configuration that loads more",
      { files: { ...local, "apps/web/next.config.ts": "loadEnvConfig('../..')" } },
    ],
    [
      "a value from the shell",
      { files: local, scripts: { "apps/web": { dev: "WORKOS_CLIENT_ID=$ID next dev" } } },
    ],
    [
      "a committed .env.local of public values",
      {
        files: {
          ".gitignore": "node_modules",
          "apps/web/.env.local": "NEXT_PUBLIC_CONVEX_URL=https://a.convex.cloud",
        },
      },
    ],
  ])("is not, with %s", (_name, one) => {
    const side = development(one);
    expect(isKnownUnset(side, "WORKOS_CLIENT_ID")).toBe(false);
    expect(side.because).toMatch(/pass --host-env development=FILE/);
  });

  it("is not, where the framework's configuration mentions the name", () => {
    const side = development({
      files: { ...local, "apps/web/next.config.ts": "export default { env: { WORKOS_CLIENT_ID: id } }" },
    });
    expect(isKnownUnset(side, "WORKOS_CLIENT_ID")).toBe(false);
    expect(isKnownUnset(side, "WORKOS_API_KEY")).toBe(true);
  });

  it("is for production only with what is handed in", () => {
    const files = { ...local, "apps/web/.env.production": "A=1" };
    expect(read({ files }).stages.production.host.complete).toBe(false);
    const handed = read({
      files,
      inputs: [
        {
          side: "host",
          stage: "production",
          file: "prod.env",
          text: "WORKOS_CLIENT_ID=client_01JPRODNOTES000000000000B1\n",
        },
      ],
    }).stages.production.host;
    expect(handed.complete).toBe(true);
    expect(publicText(handed, "WORKOS_CLIENT_ID")).toBe("client_01JPRODNOTES000000000000B1");
  });

  it("is not, where several apps could be meant", () => {
    const inputs: Inputs["variables"] = [{ side: "host", stage: "production", file: "p", text: "A_URL=b" }];
    const { host } = read({ files: local, inputs, apps: [app(), app("apps/admin")] }).stages.production;
    expect(host).toMatchObject({ complete: false, variables: {} });
  });

  it("is, where one of several apps was asked for", () => {
    const inputs: Inputs["variables"] = [{ side: "host", stage: "production", file: "p", text: "A_URL=b" }];
    const asked = { files: local, inputs, apps: [app(), app("apps/admin")], asked: "apps/web" };
    expect(read(asked).stages.production.host).toMatchObject({ complete: true });
    expect(read({ ...asked, asked: "apps/admin" }).stages.production.host.variables).toEqual({});
  });
});

describe("values", () => {
  const value = (line: string) =>
    Object.values(read({ files: { "apps/web/.env.local": line } }).stages.development.host.variables)[0];

  it("shows ids and addresses", () => {
    expect(value("WORKOS_CLIENT_ID=client_01JDEVNOTES0000000000000A")?.value).toEqual({
      kind: "public",
      text: "client_01JDEVNOTES0000000000000A",
    });
    expect(value("NEXT_PUBLIC_CONVEX_URL=https://a.convex.cloud")?.value.kind).toBe("public");
    expect(value("CONVEX_DEPLOYMENT=dev:quiet-otter-123 # team: x")?.value).toEqual({
      kind: "public",
      text: "dev:quiet-otter-123",
    });
    expect(value("WORKOS_COOKIE_PASSWORD=")?.value).toEqual({ kind: "public", text: "" });
  });

  it("keeps of secrets what may be known", () => {
    expect(value("WORKOS_API_KEY=sk_test_a2V5XzAxSkRFVk5PVEVTMDAwMDAwMDAwMDBB")?.value).toEqual({
      kind: "secret",
      shown: "sk_test_…MDBB",
      length: 44,
      fingerprint: expect.stringMatching(/^[0-9a-f]{8}$/),
      apiKey: "sk_test",
      placeholder: false,
    });
    expect(value("WORKOS_COOKIE_PASSWORD=q3vX8n2LrT6yB9wKe5JmZ1hPd7SgUf4C")?.value).toMatchObject({
      kind: "secret",
      shown: "… (32 characters)",
      length: 32,
      placeholder: false,
    });
  });

  it.each([
    "NEXT_PUBLIC_WORKOS_API_KEY=sk_live_a2V5XzAxSkRFVk5PVEVTMDAw",
    "DATABASE_URL=postgres://user:hunter2pass@host/db",
    "REDIS_URL=redis://:hunter2pass@host",
    "REGISTRY_URL=https://hunter2pass@host/x",
    "CONVEX_DEPLOY_KEY=prod:calm-owl-1|eyJ2MiI6Ijk5In0=",
    "SOMETHING=unknown-but-maybe-secret",
    "SESSION=eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1In0.c2ln",
    "CONVEX_URL=sk_test_a2V5XzAxSkRFVk5PVEVTMDAw",
  ])("lets no secret through: %s", (line) => {
    const secret = line.slice(line.indexOf("=") + 1);
    const facts = JSON.stringify(read({ files: { "apps/web/.env.local": line } }));
    expect(facts).not.toContain(secret);
    expect(facts).not.toContain("hunter2");
  });

  it("notes quotes and whitespace that survive, expansion and names that no file holds", () => {
    expect(value(`X_URL="'https://a'"`)?.blemish).toBe("quotes");
    expect(value(`X_URL="https://a "`)?.blemish).toBe("whitespace");
    expect(value(`X_URL="https://a\\n"`)?.blemish).toBe("line break");
    expect(value("X_URL=https://$HOST/x")).toMatchObject({ expanded: true, unresolved: ["HOST"] });
  });
});

describe("loaders that disagree", () => {
  it("compares the framework with the Convex CLI where both read one folder", () => {
    const own = { ...app("", "vite-react"), backend: "convex" };
    const fact = readEnvironment(
      {
        files: memoryFiles({
          ".env.local": "VITE_A=local\nPW=a$b\nSAME=1",
          ".env.development": "VITE_A=development",
        }),
        inputs: noInputs(0),
      },
      { ...workspace([own]), backends: [{ functionsDir: "convex", dir: "", convexJson: null }] },
      own,
    );
    expect(
      fact.disagreements.map(({ name, readings }) => [name, ...readings.map(({ loader }) => loader)]),
    ).toEqual([
      ["VITE_A", "vite", "convex-cli"],
      ["PW", "vite", "convex-cli"],
    ]);
  });
});

describe("apps on one cookie domain", () => {
  it("are compared by their cookie password", () => {
    const apps = [app(), app("apps/admin"), app("apps/other")];
    const env = (domain: string, password: string) =>
      `WORKOS_COOKIE_DOMAIN=${domain}\nWORKOS_COOKIE_PASSWORD=${password}`;
    const fact = read({
      apps,
      files: {
        "apps/web/.env.production": env(".example.com", "one"),
        "apps/admin/.env.production": env("example.com", "two"),
        "apps/other/.env.production": env("other.com", "two"),
      },
    });
    expect(fact.sharedCookieDomain.production).toMatchObject({
      domain: "example.com",
      others: [{ app: "apps/admin" }],
    });
    expect(fact.sharedCookieDomain.development).toBeNull();
  });
});

describe("the Convex side", () => {
  const variables = (text: string): Inputs["variables"] => [
    { side: "convex", stage: "production", file: "convex-production.env", text },
  ];

  it("is known only from what is handed in, also from names alone", () => {
    const fact = readDeploymentVariables(
      {
        inputs: {
          ...noInputs(0),
          variables: variables("WORKOS_CLIENT_ID\nWORKOS_API_KEY=sk_test_a2V5XzAxSkRFVk5PVEVT\n"),
        },
      },
      workspace([app()]),
    );
    expect(fact.development).toMatchObject({
      complete: false,
      because: "the development variables of Convex are not in evidence (pass --convex-env development=FILE)",
    });
    expect(fact.production.variables["WORKOS_CLIENT_ID"]).toMatchObject({
      value: { kind: "unknown" },
      location: { file: "convex-production.env", line: 1, column: 1 },
    });
    expect(fact.production.variables["WORKOS_API_KEY"]?.value.kind).toBe("secret");
    expect(isKnownUnset(fact.production, "WORKOS_ENVIRONMENT_ID")).toBe(true);
  });

  it("is not guessed where there are several backends", () => {
    const several = {
      apps: [],
      backends: [...workspace([]).backends, { functionsDir: "b/convex", dir: "b", convexJson: null }],
    };
    const fact = readDeploymentVariables(
      { inputs: { ...noInputs(0), variables: variables("A=b") } },
      several,
    );
    expect(fact.production).toMatchObject({ complete: false, variables: {} });
  });

  it("tells which deployment the CLI works with", () => {
    const cli = (text: string) =>
      readCliVariables(
        { files: memoryFiles({ "b/.env.local": text, "b/.env": "CONVEX_DEPLOYMENT=prod:x" }) },
        { dir: "b" },
      ).deployment;
    expect(cli("CONVEX_DEPLOYMENT=dev:quiet-otter-123 # team")).toBe("dev");
    expect(cli("CONVEX_DEPLOYMENT=local:x")).toBe("local");
    expect(cli("CONVEX_DEPLOYMENT=anonymous:x")).toBe("anonymous");
    expect(cli("CONVEX_SELF_HOSTED_URL=http://127.0.0.1:3210")).toBe("self-hosted");
    expect(cli("A=1")).toBe("prod");
  });
});
