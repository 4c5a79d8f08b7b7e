import type { SideVariables, Variable } from "./environment.ts";
import type { Stage } from "../stage.ts";

/** The variables of one backend's Convex deployments, as `--convex-env STAGE=FILE` shows them. */
export type DeploymentVariablesFact = Record<Stage, SideVariables>;

/**
 * What the Convex CLI sees when it runs in the backend's folder: the variables of `.env.local` and `.env` there.
 * They are not the deployment's; the CLI compares the two and chooses the deployment by them.
 */
export interface CliVariablesFact {
  variables: Record<string, Variable>;
  /** Files that were read, strongest first. */
  files: string[];
  /**
   * What `CONVEX_DEPLOYMENT` or `CONVEX_SELF_HOSTED_URL` chooses. The CLI never checks or provisions AuthKit for `local`, `anonymous`
   * and `self-hosted`.
   */
  deployment: "dev" | "preview" | "prod" | "local" | "anonymous" | "self-hosted" | "other" | null;
}
