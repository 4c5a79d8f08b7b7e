import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readInputs, type GivenInputs, type InputArguments } from "./read-inputs.ts";

const TOKEN = `${Buffer.from('{"alg":"RS256"}').toString("base64url")}.${Buffer.from('{"iss":"x"}').toString("base64url")}.c2lnbmF0dXJl`;

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "convex-authkit-inputs-"));
  mkdirSync(at("app"));
  mkdirSync(at("other"));
  writeFileSync(at("token.txt"), `Bearer ${TOKEN}\n`);
  writeFileSync(at("prod.txt"), "WORKOS_CLIENT_ID=client_01\n");
  writeFileSync(at("two tokens.txt"), `${TOKEN}\n${TOKEN}\n`);
  writeFileSync(at("x.har"), '\uFEFF{\n  "log": { "version": "1.2", "entries": [] } }');
  writeFileSync(at("out.log"), "12:00 something happened\n");
  writeFileSync(at("empty"), "");
  writeFileSync(at("binary"), Buffer.from([1, 0, 2]));
  writeFileSync(at("package.json"), "{}");
  writeFileSync(at(".env.local"), "A=1");
  writeFileSync(at("huge.txt"), "");
  truncateSync(at("huge.txt"), 100 * 1024 * 1024);
  symlinkSync(at("loop"), at("loop"));
});

afterAll(() => rmSync(folder, { recursive: true }));

function read(part: Partial<InputArguments>, standardInput = ""): Promise<GivenInputs> {
  const nothing = {
    positionals: [],
    convexEnv: [],
    hostEnv: [],
    jwtTemplates: [],
    tokens: [],
    jwks: undefined,
  };
  return readInputs({ ...nothing, ...part }, () => Promise.resolve(standardInput), 1000);
}

describe("what is handed in", () => {
  it("is recognised by what it is: folder, token, file with a token, standard input", async () => {
    const given = await read({ positionals: [at("app"), TOKEN, at("token.txt"), "-"] }, `"${TOKEN}"`);
    expect(given.folder).toBe(at("app"));
    expect(given.inputs.tokens).toEqual([
      { label: "argument", stage: null, token: TOKEN },
      { label: at("token.txt"), stage: null, token: TOKEN },
      { label: "standard input", stage: null, token: TOKEN },
    ]);
  });

  it("is read with its stage", async () => {
    const { inputs } = await read({
      convexEnv: [`production=${at("prod.txt")}`, `dev=${at("prod.txt")}`],
      hostEnv: [`preview=${at("prod.txt")}`],
      tokens: [`prod=${TOKEN}`, at("token.txt"), `preview=${at("token.txt")}`],
      jwtTemplates: [`production=${at("prod.txt")}`, at("prod.txt")],
      jwks: at("prod.txt"),
    });
    const text = "WORKOS_CLIENT_ID=client_01\n";
    expect(inputs).toEqual({
      variables: [
        { side: "convex", stage: "production", file: at("prod.txt"), text },
        { side: "convex", stage: "development", file: at("prod.txt"), text },
        { side: "host", stage: "preview", file: at("prod.txt"), text },
      ],
      tokens: [
        { label: "argument", stage: "production", token: TOKEN },
        { label: `${at("token.txt")} 2`, stage: null, token: TOKEN },
        { label: `${at("token.txt")} 3`, stage: "preview", token: TOKEN },
      ],
      jwtTemplates: [
        { stage: "production", file: at("prod.txt"), text },
        { stage: null, file: at("prod.txt"), text },
      ],
      jwks: { file: at("prod.txt"), text },
      app: null,
      now: 1000,
    });
  });

  it("may come from standard input for one option", async () => {
    const { inputs } = await read({ convexEnv: ["production=-"] }, "A=1");
    expect(inputs.variables).toEqual([
      { side: "convex", stage: "production", file: "standard input", text: "A=1" },
    ]);
  });

  it("names what this version cannot read, without the rest of a URL, which may hold a code", async () => {
    const { notRead } = await read({
      positionals: [at("x.har"), at("out.log"), "https://example.com/callback?code=SECRET"],
    });
    expect(notRead).toEqual([
      { file: at("x.har"), why: "It is a HAR; this version does not read recorded traffic yet." },
      {
        file: at("out.log"),
        why: "It is neither a token nor a HAR, so it is taken for a log; this version does not read logs yet.",
      },
      {
        file: "https://example.com",
        why: "This version does not ask live deployments; it examines files and tokens.",
      },
    ]);
  });
});

describe("what cannot be used is refused with a sentence", () => {
  it.each<[string, () => Partial<InputArguments>, string]>([
    ["an absent path", () => ({ positionals: ["nowhere"] }), "There is no file or folder nowhere."],
    [
      "a damaged token",
      () => ({ positionals: [`${TOKEN.slice(2)}…`] }),
      "The argument looks like a token, but it is not one: three parts of base64url, joined by dots, are needed.",
    ],
    [
      "two folders",
      () => ({ positionals: [at("app"), at("other")] }),
      "One project is examined at a time, and these are 2:",
    ],
    [
      "a file of a project",
      () => ({ positionals: [at("package.json")] }),
      "is one file of a project; give the project's folder instead.",
    ],
    [
      "an env file without its side",
      () => ({ positionals: [at(".env.local")] }),
      "say whose they are: --host-env STAGE=",
    ],
    ["an empty file", () => ({ positionals: [at("empty")] }), "There is nothing in "],
    ["a binary file", () => ({ positionals: [at("binary")] }), "is binary; text is needed here."],
    ["a link to itself", () => ({ positionals: [at("loop")] }), "is a symbolic link that leads to itself."],
    ["a device", () => ({ positionals: ["/dev/zero"] }), "/dev/zero is neither a file nor a folder."],
    ["a folder for a file", () => ({ jwks: at("app") }), "is a folder; a file is needed here."],
    [
      "100 MB of variables",
      () => ({ convexEnv: [`dev=${at("huge.txt")}`] }),
      "has 100 MB; what belongs here has at most 4 MB.",
    ],
    [
      "variables without a stage",
      () => ({ convexEnv: ["prod.txt"] }),
      "--convex-env needs the stage before the file: --convex-env production=prod.txt.",
    ],
    [
      "an unknown stage",
      () => ({ hostEnv: ["staging=x"] }),
      "--host-env: there is no stage staging; use development, preview or production.",
    ],
    [
      "two tokens in one file",
      () => ({ tokens: [at("two tokens.txt")] }),
      "does not hold a token and nothing else",
    ],
    [
      "standard input twice",
      () => ({ tokens: ["-"], jwks: "-" }),
      "Standard input (-) can be used only once; give the others as files.",
    ],
  ])("%s", async (_name, part, sentence) => {
    await expect(read(part(), TOKEN)).rejects.toThrow(sentence);
  });

  it("does not repeat a mistyped token", async () => {
    const mistyped = `x${TOKEN}`;
    await expect(read({ tokens: [mistyped] })).rejects.toThrow("--token: the value is neither a token");
    await expect(read({ tokens: [mistyped] })).rejects.not.toThrow(mistyped);
  });
});
