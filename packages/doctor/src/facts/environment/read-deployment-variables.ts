import type { Reading } from "../reading.ts";
import { STAGES, type Stage } from "../stage.ts";
import type { Backend, WorkspaceFact } from "../workspace/workspace.ts";
import type { CliVariablesFact, DeploymentVariablesFact } from "./deployment-variables.ts";
import { readEnvFile } from "./env-file.ts";
import { envFileNames, loadEnv } from "./env-loaders.ts";
import { handedIn, nothingKnown } from "./handed-in.ts";
import { meantBackends } from "./meant-apps.ts";
import { toVariable } from "./to-variable.ts";
import type { SideVariables } from "./environment.ts";

/**
 * Reads the variables of the Convex deployments. Only what is handed in shows them: `.env` files say nothing about the
 * Convex side.
 */
export function readDeploymentVariables(
  { inputs }: Pick<Reading, "inputs">,
  workspace: Pick<WorkspaceFact, "apps" | "backends">,
): DeploymentVariablesFact {
  const side = (stage: Stage): SideVariables => {
    const { given, variables, files } = handedIn(inputs, "convex", stage);
    if (!given) {
      return nothingKnown(
        `the ${stage} variables of Convex are not in evidence (pass --convex-env ${stage}=FILE)`,
      );
    }
    if (meantBackends(workspace, inputs.app).length > 1) {
      return nothingKnown(
        "the project has several Convex backends, and --convex-env does not say whose variables it brings (pass --app)",
      );
    }
    return { complete: true, because: "", mentioned: [], files, variables };
  };
  return Object.fromEntries(STAGES.map((stage) => [stage, side(stage)])) as DeploymentVariablesFact;
}

/** Reads what the Convex CLI sees when it runs in the backend's folder. */
export function readCliVariables(
  { files }: Pick<Reading, "files">,
  { dir }: Pick<Backend, "dir">,
): CliVariablesFact {
  const paths = envFileNames("dotenv", "development")
    .map((name) => (dir === "" ? name : `${dir}/${name}`))
    .filter((path) => files.has(path));
  const loaded = loadEnv(
    "dotenv",
    paths.map((path) => readEnvFile(path, files.read(path) ?? "")),
  );
  const texts = new Map(loaded.map(({ name, text }) => [name, text]));
  return {
    variables: Object.fromEntries(loaded.map((variable) => [variable.name, toVariable(variable)])),
    files: paths,
    deployment: chosenDeployment(texts),
  };
}

function chosenDeployment(texts: ReadonlyMap<string, string>): CliVariablesFact["deployment"] {
  if ((texts.get("CONVEX_SELF_HOSTED_URL") ?? "") !== "") return "self-hosted";
  const chosen = texts.get("CONVEX_DEPLOYMENT") ?? "";
  const kind = /^([a-z]+):/.exec(chosen)?.[1];
  switch (kind) {
    case "dev":
    case "preview":
    case "prod":
    case "local":
    case "anonymous":
      return kind;
    default:
      return chosen === "" ? null : "other";
  }
}
