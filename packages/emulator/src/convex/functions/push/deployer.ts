import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Parts } from "../../../parts.ts";
import type { ConvexOptions, DeploymentState } from "../../convex.ts";
import { AuthConfigError, evaluateAuthConfig } from "../auth-config/evaluate-auth-config.ts";
import type { AppCode, ModuleCode } from "../bundle/app-code.ts";
import { bundleFile, bundleFunctions, type BundleSources } from "../bundle/bundle-functions.ts";
import { loadConvexPackage } from "../project/convex-package.ts";
import { createDispatcher } from "../run/dispatcher.ts";
import { type FunctionWorker, startWorker } from "../run/function-worker.ts";
import { createScheduler } from "../run/scheduler.ts";
import { createTables } from "../run/tables.ts";
import { workerSource } from "../run/worker-source.ts";
import { checkVariable, checkVariables } from "../variables/variable-rules.ts";
import type { AnalyzedFunction, Job, JobResult } from "../worker/messages.ts";

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
  /** Deploys the folder as it is now. Never throws: `state().problem` says what went wrong. */
  push(): Promise<void>;
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
  code: AppCode;
  functions: AnalyzedFunction[];
  notEmulated: string[];
  authModule: ModuleCode | null;
  authConfig: unknown;
}

export async function createDeployer(
  { clock, faults, timeline }: Parts,
  options: ConvexOptions,
  events: DeployerEvents,
): Promise<Deployer> {
  const convex = loadConvexPackage(options.root);
  const folder = resolve(options.root, options.functions);
  const sources: BundleSources = { root: options.root, folder, convex };
  const program = await workerSource(convex.esbuild);
  const tables = createTables();
  const dispatcher = createDispatcher(clock, tables);
  const scheduler = createScheduler(clock, async (component, jobId) => {
    const ran = dispatcher.run({ type: "scheduled", component, jobId });
    // Time goes on while an action runs.
    if (!isAction(component, jobId)) await ran;
  });
  const used = new Set<string>();
  let own = checked(options.variables);
  let deployed: Deployed | null = null;
  let problem: string | null = null;
  /** The variables with which the auth config in force was evaluated, or the last push was tried. */
  let evaluatedWith = "";
  /** Why a deployment with the variables of now could not have been made; null: it could. */
  let impossible: string | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  /** Pushes and changes of variables come one after another. */
  async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return await turn;
  }

  async function variablesNow(variables = own): Promise<Record<string, string>> {
    const all = { ...variables, CONVEX_CLOUD_URL: options.url, CONVEX_SITE_URL: options.siteUrl };
    const { value } = await faults.decide("deploymentVariables", all, { endpoint: null, subject: {} });
    return value;
  }

  async function start(code: AppCode, variables: Record<string, string>): Promise<FunctionWorker> {
    const worker: FunctionWorker = await startWorker(program, code, variables, {
      committed(changes, job) {
        dispatcher.committed(changes, job);
        scheduler.see(changes);
        events.rowsChanged();
      },
      notEmulated: (sentence) => void used.add(sentence),
      strayError: (error) =>
        record("stray-error", "info", `A promise failed that no function waited for: ${error}`),
      died: (death) => dispatcher.died(worker, death, async () => await start(code, await variablesNow())),
    });
    return worker;
  }

  function record(
    kind: string,
    outcome: "ok" | "refused" | "info",
    title: string,
    failureMode?: string | null,
  ): void {
    timeline.record({
      side: "convex",
      step: failureMode ? "acceptance" : "setup",
      kind,
      outcome,
      title,
      failureMode,
    });
  }

  async function tryPush(variables: Record<string, string>): Promise<void> {
    const [code, authModule] = await Promise.all([bundleFunctions(sources), bundleAuthConfig(sources)]);
    const worker = await start(code, variables);
    let authConfig: unknown = null;
    try {
      if (authModule !== null) authConfig = evaluateAuthConfig(authModule, variables);
      await dispatcher.replace(worker);
    } catch (error) {
      await worker.close();
      throw error;
    }
    const { functions, notEmulated } = worker.analysis;
    const hasNewAuthConfig = JSON.stringify(deployed?.authConfig) !== JSON.stringify(authConfig);
    deployed = { code, functions, notEmulated, authModule, authConfig };
    used.clear();
    if (hasNewAuthConfig) events.authConfigChanged();
  }

  async function push(): Promise<void> {
    const variables = await variablesNow();
    evaluatedWith = JSON.stringify(variables);
    try {
      await tryPush(variables);
      problem = null;
      impossible = null;
      record("push", "ok", `Deployed ${deployed?.functions.length ?? 0} functions.`);
      events.rowsChanged();
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
      record("push", "refused", problem, error instanceof AuthConfigError ? error.failureMode : null);
    }
  }

  /** Brings the auth config in step with the variables, which a fault may have changed since. */
  async function followVariables(): Promise<void> {
    const variables = await variablesNow();
    const key = JSON.stringify(variables);
    if (key === evaluatedWith) return;
    if (problem !== null || deployed === null) return await push();
    evaluatedWith = key;
    dispatcher.worker()?.setVariables(variables);
    try {
      if (deployed.authModule !== null)
        deployed.authConfig = evaluateAuthConfig(deployed.authModule, variables);
      impossible = null;
    } catch (error) {
      impossible = error instanceof Error ? error.message : String(error);
      record("push", "refused", impossible, error instanceof AuthConfigError ? error.failureMode : null);
    }
  }

  function isAction(component: string, jobId: string): boolean {
    const name = tables.data[component]?.documents[jobId]?.name;
    return deployed?.functions.find(({ path }) => path === name)?.kind !== "mutation";
  }

  function inForce(): InForce {
    if (deployed === null || impossible !== null) return { functions: [], authConfig: null };
    return { functions: deployed.functions, authConfig: deployed.authConfig };
  }

  const deployer: Deployer = {
    async inForce() {
      await inTurn(followVariables);
      return inForce();
    },
    run: async (work) => await dispatcher.run(work),
    state: () => ({
      ...inForce(),
      problem: problem ?? impossible,
      notEmulated: [...new Set([...(deployed?.notEmulated ?? []), ...used])],
    }),
    push: async () => await inTurn(push),
    setVariable: async (name, value) =>
      await inTurn(async () => {
        const { [name]: _before, ...others } = own;
        if (value !== null) checkVariable(name, value);
        const changed = value === null ? others : { ...others, [name]: value };
        checkVariables(changed);
        const variables = await variablesNow(changed);
        const before = JSON.stringify(deployed?.authConfig);
        if (deployed?.authModule != null)
          deployed.authConfig = evaluateAuthConfig(
            deployed.authModule,
            variables,
            "This change would make the auth config invalid",
          );
        own = changed;
        impossible = null;
        evaluatedWith = JSON.stringify(variables);
        dispatcher.worker()?.setVariables(variables);
        record(
          "variable",
          "ok",
          `The deployment variable ${name} was ${value === null ? "removed" : "set"}.`,
        );
        // What failed for want of a variable may go well now.
        if (problem !== null) await push();
        else if (JSON.stringify(deployed?.authConfig) !== before) events.authConfigChanged();
        events.rowsChanged();
      }),
    reset: async () =>
      await inTurn(async () => {
        tables.clear();
        scheduler.clear();
        dispatcher.worker()?.reset();
        events.rowsChanged();
      }),
    async close() {
      scheduler.clear();
      await queue;
      await dispatcher.close();
    },
  };
  await deployer.push();
  return deployer;
}

async function bundleAuthConfig(sources: BundleSources): Promise<ModuleCode | null> {
  const [typeScript, javaScript] = ["auth.config.ts", "auth.config.js"].map((name) =>
    join(sources.folder, name),
  );
  const files = [typeScript, javaScript].filter((file) => file !== undefined && existsSync(file));
  if (files.length > 1) throw new Error(`Found both ${files[1]} and ${files[0]}, choose one.`);
  return files[0] === undefined ? null : await bundleFile(sources, files[0]);
}

/** The variables the emulator is started with must keep Convex's rules too; those it sets itself are its own. */
function checked({
  CONVEX_CLOUD_URL: _cloud,
  CONVEX_SITE_URL: _site,
  ...variables
}: Readonly<Record<string, string>>): Record<string, string> {
  for (const [name, value] of Object.entries(variables)) checkVariable(name, value);
  checkVariables(variables);
  return variables;
}
