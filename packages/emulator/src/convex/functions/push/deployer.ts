import { join, resolve } from "node:path";
import type { Parts } from "../../../parts.ts";
import type { ConvexOptions, DeploymentState } from "../../convex.ts";
import { AuthConfigError, evaluateAuthConfig } from "../auth-config/evaluate-auth-config.ts";
import type { AppCode } from "../bundle/app-code.ts";
import { keepGenerated } from "../generated/keep-generated.ts";
import { loadConvexPackage } from "../project/convex-package.ts";
import { createDispatcher } from "../run/dispatcher.ts";
import {
  type FunctionWorker,
  type Patience,
  startWorker,
  type WorkerEvents,
} from "../run/function-worker.ts";
import { createScheduler } from "../run/scheduler.ts";
import { createTables } from "../run/tables.ts";
import { workerSource } from "../run/worker-source.ts";
import { createVariables } from "../variables/deployment-variables.ts";
import type { AnalyzedFunction, Job, JobResult } from "../worker/messages.ts";
import { bundleProject, type ProjectBundle, sourcesOf } from "./bundle-project.ts";
import { type FileWatch, watchFiles } from "./watch-files.ts";

/** What is deployed at this moment, with the faults that are on. */
export interface InForce {
  functions: AnalyzedFunction[];
  authConfig: unknown;
}

/** Deploys the app's code, and keeps what is deployed. */
export interface Deployer {
  /** What holds now: a fault may have changed a variable, and with it the auth config. */
  inForce(): Promise<InForce>;
  run(work: Job["work"]): Promise<JobResult>;
  state(): DeploymentState;
  setVariable(name: string, value: string | null): Promise<void>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface DeployerEvents {
  /** Queries may give something else now. */
  rowsChanged(): void;
  authConfigChanged(): void;
}

/** A push that went well. */
interface Deployed {
  bundle: ProjectBundle;
  functions: AnalyzedFunction[];
  notEmulated: string[];
  authConfig: unknown;
}

/** Deploys a project, and again whenever it changes. A push that fails leaves in force what was. */
export async function createDeployer(
  { clock, faults, timeline }: Parts,
  options: ConvexOptions,
  events: DeployerEvents,
  patience: Patience,
): Promise<Deployer> {
  const convex = loadConvexPackage(options.root);
  const program = await workerSource(convex.esbuild);
  const variables = createVariables(faults, options);
  const tables = createTables();
  const dispatcher = createDispatcher(clock, tables);
  const scheduler = createScheduler(clock, async (component, jobId) => {
    const ran = runScheduled(component, jobId);
    // Time goes on while an action runs.
    if (!isAction(component, jobId)) await ran;
  });
  /** What was used while running and is not emulated. */
  const used = new Set<string>();
  const updateGenerated = keepGenerated();
  let deployed: Deployed | null = null;
  let problem: string | null = null;
  /** The variables with which the auth config in force was evaluated, or the last push was tried. */
  let evaluatedWith = "";
  /** Why a deployment with the variables of now could not have been made; null: it could. */
  let impossible: string | null = null;
  let watching: FileWatch | null = null;
  let isClosed = false;
  let queue: Promise<unknown> = Promise.resolve();

  /** Pushes and changes of variables come one after another. */
  async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return await turn;
  }

  function record(kind: string, error: unknown, title: string): void {
    const failureMode = error instanceof AuthConfigError ? error.failureMode : undefined;
    const step = error instanceof AuthConfigError ? "acceptance" : "setup";
    timeline.record({
      side: "convex",
      step,
      kind,
      outcome: error === null ? "ok" : "refused",
      title,
      failureMode,
    });
  }

  async function start(code: AppCode): Promise<FunctionWorker> {
    const reports: WorkerEvents = {
      committed(changes, job) {
        dispatcher.committed(changes, job);
        scheduler.see(changes);
        events.rowsChanged();
      },
      notEmulated(sentence) {
        if (!used.has(sentence)) record("not-emulated", sentence, sentence);
        used.add(sentence);
      },
      strayError: (error) =>
        record("stray-error", error, `A promise failed that no function waited for: ${error}`),
      died(death) {
        record("functions-ended", death, death.why);
        dispatcher.died(worker, death, async () => await start(code));
      },
    };
    const worker = await startWorker(program, code, variables.now(), reports, patience);
    return worker;
  }

  async function bundle(): Promise<ProjectBundle> {
    const sources = sourcesOf(options, convex);
    try {
      if (options.writeGenerated) await updateGenerated(sources);
      return await bundleProject(sources);
    } finally {
      watching?.add(sources.read);
    }
  }

  async function deploy(next: ProjectBundle, values: Record<string, string>): Promise<void> {
    const authConfig = next.authConfig === null ? null : evaluateAuthConfig(next.authConfig, values);
    const worker = await start(next.code);
    try {
      await dispatcher.replace(worker);
    } catch (error) {
      await worker.close();
      throw error;
    }
    const isNew = JSON.stringify(deployed?.authConfig) !== JSON.stringify(authConfig);
    const { functions, notEmulated } = worker.analysis;
    deployed = { bundle: next, functions, notEmulated, authConfig };
    used.clear();
    if (isNew) events.authConfigChanged();
  }

  async function push(): Promise<void> {
    if (isClosed) return;
    const values = variables.now();
    evaluatedWith = JSON.stringify(values);
    try {
      const next = await bundle();
      const isSame = JSON.stringify(next) === JSON.stringify(deployed?.bundle);
      if (isSame && problem === null) return;
      await deploy(next, values);
      problem = null;
      impossible = null;
      record("push", null, `Deployed ${inForce().functions.length} functions.`);
      events.rowsChanged();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      // Saving a file can look like several saves.
      if (text !== problem) record("push", error, text);
      problem = text;
    }
  }

  /** Brings the auth config in step with the variables, which a fault may have changed since. */
  async function followVariables(): Promise<void> {
    const values = variables.now();
    const key = JSON.stringify(values);
    if (key === evaluatedWith) return;
    if (problem !== null || deployed === null) return await push();
    evaluatedWith = key;
    dispatcher.worker()?.setVariables(values);
    try {
      const { authConfig } = deployed.bundle;
      if (authConfig !== null) deployed.authConfig = evaluateAuthConfig(authConfig, values);
      impossible = null;
    } catch (error) {
      impossible = error instanceof Error ? error.message : String(error);
      record("push", error, impossible);
    }
  }

  async function setVariable(name: string, value: string | null): Promise<void> {
    const changed = variables.with(name, value);
    const values = variables.now(changed);
    if (deployed !== null && deployed.bundle.authConfig !== null) {
      const authConfig = evaluateAuthConfig(
        deployed.bundle.authConfig,
        values,
        "This change would make the auth config invalid",
      );
      const isNew = JSON.stringify(deployed.authConfig) !== JSON.stringify(authConfig);
      deployed.authConfig = authConfig;
      if (isNew) events.authConfigChanged();
    }
    variables.keep(changed);
    impossible = null;
    evaluatedWith = JSON.stringify(values);
    dispatcher.worker()?.setVariables(values);
    record("variable", null, `The deployment variable ${name} was ${value === null ? "removed" : "set"}.`);
    // What failed for want of a variable may go well now.
    if (problem !== null) await push();
    events.rowsChanged();
  }

  async function runScheduled(component: string, jobId: string): Promise<void> {
    const path = String(tables.data[component]?.documents[jobId]?.name);
    const result = await dispatcher.run({ type: "scheduled", component, jobId });
    const title = `The scheduled function ${path} ${result.success ? "ran" : `failed: ${result.message}`}`;
    record("scheduled-function", result.success ? null : result, `${title}.`);
  }

  function isAction(component: string, jobId: string): boolean {
    const name = tables.data[component]?.documents[jobId]?.name;
    const found = deployed?.functions.find((one) => one.component === component && one.path === name);
    return found?.kind !== "mutation";
  }

  function inForce(): InForce {
    if (deployed === null || impossible !== null) return { functions: [], authConfig: null };
    const functions = deployed.functions.filter(({ component }) => component === "");
    return { functions, authConfig: deployed.authConfig };
  }

  if (options.watch) {
    const paths = [resolve(options.root, options.functions), join(options.root, "convex.json")];
    watching = watchFiles(paths, () => void inTurn(push));
    await watching.ready;
  }
  await inTurn(push);

  return {
    async inForce() {
      // Calls need not wait for a push that is under way.
      if (JSON.stringify(variables.now()) !== evaluatedWith) await inTurn(followVariables);
      return inForce();
    },
    run: async (work) => await dispatcher.run(work),
    state: () => ({
      functions: inForce().functions.map(({ path, kind, visibility }) => ({ path, kind, visibility })),
      authConfig: inForce().authConfig,
      problem: problem ?? impossible,
      notEmulated: [...new Set([...(deployed?.notEmulated ?? []), ...used])],
    }),
    setVariable: async (name, value) => await inTurn(async () => await setVariable(name, value)),
    reset: async () =>
      await inTurn(async () => {
        scheduler.clear();
        // First there: what was committed before is told before.
        await dispatcher.worker()?.reset();
        tables.clear();
        events.rowsChanged();
      }),
    async close() {
      isClosed = true;
      scheduler.clear();
      await watching?.close();
      await queue;
      await dispatcher.close();
    },
  };
}
