import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { parse as parseToml } from "smol-toml";
import { positionsIn } from "../positions.ts";
import { pathFrom } from "../scripts/path-from.ts";
import type { Stage } from "../stage.ts";
import type { CiCommand } from "./ci-command.ts";
import { stageInWords } from "./stage-words.ts";

/** The build command of a `vercel.json`; without one, the scripts that Vercel runs by itself. */
export function vercelCommands(file: string, text: string, dir: string): CiCommand[] {
  const root = parseTree(text);
  const node = root && findNodeAtLocation(root, ["buildCommand"]);
  if (node?.type !== "string") return [];
  const place = { file, ...positionsIn(text)(node.offset) };
  return [{ where: "vercel", text: String(node.value), dir, variables: {}, stage: null, at: () => place }];
}

/** The build commands of a `netlify.toml`, of the build and of each context. */
export function netlifyCommands(file: string, text: string, dir: string): CiCommand[] {
  const toml = record(parsedToml(text));
  const build = record(toml["build"]);
  const position = positionsIn(text);
  const command = (settings: Record<string, unknown>, stage: Stage | null): CiCommand[] => {
    const line = settings["command"];
    if (typeof line !== "string") return [];
    const base = settings["base"] ?? build["base"];
    const variables = { ...texts(build["environment"]), ...texts(settings["environment"]) };
    const place = { file, ...position(Math.max(0, text.indexOf(line.split("\n", 1)[0] ?? line))) };
    const runsIn = typeof base === "string" ? pathFrom(dir, base.replace(/^\//, "")) : dir;
    return [{ where: "netlify", text: line, dir: runsIn, variables, stage, at: () => place }];
  };
  return [
    ...command(build, null),
    ...Object.entries(record(toml["context"])).flatMap(([name, context]) =>
      command(record(context), stageInWords(name)),
    ),
  ];
}

function parsedToml(text: string): unknown {
  try {
    return parseToml(text);
  } catch {
    // The hosting facts say that the file cannot be read; here it only has no command.
    return {};
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function texts(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record(value)).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
