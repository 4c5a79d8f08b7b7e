import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { parentPort } from "node:worker_threads";
import { LoadError } from "./load-error.ts";
import { type Deployment, loadDeployment } from "./deployment.ts";
import { checkWrite, findMisfit } from "./check-documents.ts";
import { installDate } from "./emulated-time.ts";
import { errorText } from "./error-text.ts";
import { currentCall } from "./call-context.ts";
import { installConsole } from "./log-lines.ts";
import type { Data, FromWorker, Job, ToWorker } from "./messages.ts";
import { runJob } from "./run-job.ts";
import { checkScheduled, withoutTimersOfConvexTest } from "./scheduling.ts";
import { installStackTraces } from "./stack-frames.ts";
import { interposeSyscalls } from "./syscalls.ts";

/** Milliseconds between signs of life. */
const SIGN_OF_LIFE = 500;

const port = parentPort;
if (port === null) throw new Error("This runs as a worker of the emulator only.");

const tell = (message: FromWorker): void => port.postMessage(message);
let deployment: Deployment | undefined;
let running = 0;

Object.assign(globalThis, { AsyncLocalStorage, AsyncResource });
// A thread that was started from a text has these as globals, and modules are not to find them.
for (const name of ["require", "module", "exports", "__filename", "__dirname"])
  Reflect.deleteProperty(globalThis, name);
installStackTraces();
installConsole();
installDate();
withoutTimersOfConvexTest();

// A promise that a function let go of must not end the others.
process.on("unhandledRejection", (thrown) => tell({ type: "stray-error", error: errorText(thrown) }));
process.on("uncaughtException", (thrown) => tell({ type: "stray-error", error: errorText(thrown) }));
setInterval(() => {
  if (running > 0) tell({ type: "alive" });
}, SIGN_OF_LIFE);

port.on("message", (message: ToWorker) => {
  if (message.type === "load") load(message);
  else if (message.type === "variables") setVariables(message.variables);
  else if (message.type === "data") take(message.data);
  else if (message.type === "reset") empty();
  else void run(message.job);
});
tell({ type: "ready" });

function load({ code, variables }: Extract<ToWorker, { type: "load" }>): void {
  setVariables(variables);
  try {
    deployment = loadDeployment(
      code,
      {
        began: (id, kind, path) => tell({ type: "began", id, kind, path }),
        ended(id) {
          deployment?.backend.forgetQueryResults();
          tell({ type: "ended", id });
        },
      },
      (changes) => tell({ type: "committed", id: currentCall()?.jobId ?? null, changes }),
    );
    const loaded = deployment;
    interposeSyscalls(
      (operation, args) => {
        checkWrite(loaded, operation, args);
        checkScheduled(loaded.analysis.functions, operation, args);
      },
      (sentence) => tell({ type: "not-emulated", sentence }),
    );
    tell({ type: "loaded", analysis: deployment.analysis });
  } catch (thrown) {
    const message = thrown instanceof LoadError ? thrown.message : errorText(thrown);
    tell({ type: "load-failed", message: message.trimEnd() });
  }
}

function take(data: Data): void {
  const problem = deployment === undefined ? null : findMisfit(deployment, data);
  if (problem !== null) return tell({ type: "data-refused", message: problem });
  deployment?.backend.replaceData(data);
  tell({ type: "data-taken" });
}

function empty(): void {
  deployment?.backend.replaceData({});
  tell({ type: "emptied" });
}

function setVariables(variables: Record<string, string>): void {
  for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
  Object.assign(process.env, variables);
}

async function run(job: Job): Promise<void> {
  if (deployment === undefined) return;
  running++;
  try {
    tell({ type: "done", id: job.id, result: await runJob(deployment, job) });
  } finally {
    running--;
  }
}
