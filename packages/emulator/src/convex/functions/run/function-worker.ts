import { Worker } from "node:worker_threads";
import type { AppCode } from "../bundle/app-code.ts";
import type { Analysis, Changes, Data, FromWorker, Job, JobResult, ToWorker } from "../worker/messages.ts";

/** Why a thread is gone: its code hung, or ended it. */
export interface Death {
  why: string;
  /** The job that did it, where that is known. */
  guilty: number | null;
}

/** What a worker reports while it runs. */
export interface WorkerEvents {
  /** A mutation has been committed. */
  committed(changes: Changes, job: number | null): void;
  /** Something was used that is not emulated. */
  notEmulated(sentence: string): void;
  /** An error that belongs to no request, of a promise that was let go of for instance. */
  strayError(error: string): void;
  /** The thread is gone without having been closed. */
  died(death: Death): void;
}

/** A thread with the app's code in it. */
export interface FunctionWorker {
  analysis: Analysis;
  /** Puts tables in. @throws {Error} Convex's message where a document does not match the schema */
  takeData(data: Data): Promise<void>;
  /** Runs something; never settles if the worker dies. */
  run(job: Job): Promise<JobResult>;
  setVariables(variables: Record<string, string>): void;
  /** Empties the tables; settled when it is done. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** How long code may keep others waiting; milliseconds. */
export interface Patience {
  /** For a query or mutation. Convex stops it after one second; a loaded machine must not fail an app. */
  transaction: number;
  /** For an action. It is given up, not stopped. */
  action: number;
  /** Without a sign of life of the thread, which it gives twice a second unless code keeps it busy. */
  silence: number;
}

export const STANDARD_PATIENCE: Patience = { transaction: 10_000, action: 600_000, silence: 10_000 };

/** MiB, the rows included; Convex's own runtime has 64, without them. */
const LARGEST_HEAP = 512;

/**
 * Starts a thread and loads the app's code into it.
 *
 * @throws {Error} Convex's message where the code cannot be loaded
 */
export async function startWorker(
  source: string,
  code: AppCode,
  variables: Record<string, string>,
  events: WorkerEvents,
  patience: Patience,
): Promise<FunctionWorker> {
  const worker = new Worker(source, {
    eval: true,
    env: variables,
    // What code writes past its console belongs to nobody; the emulator's own output must stay as it is.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: LARGEST_HEAP },
  });
  worker.stdout.resume();
  worker.stderr.resume();
  worker.unref();
  const jobs = new Map<number, (result: JobResult) => void>();
  let answer: ((message: FromWorker) => void) | undefined;
  let failLoading: ((error: Error) => void) | undefined;
  let isClosed = false;
  let transaction: { id: number; timer: NodeJS.Timeout } | undefined;
  let lastSign = performance.now();
  let watch: NodeJS.Timeout | undefined;

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  const tell = (message: ToWorker): void => worker.postMessage(message);

  /** A thread that has nothing to do must not keep the process alive. */
  function settleDown(): void {
    if (jobs.size > 0 || answer !== undefined) return;
    clearInterval(watch);
    watch = undefined;
    worker.unref();
  }

  /** Sends a message and waits for the answer to it; one at a time. */
  async function ask(message: ToWorker): Promise<FromWorker> {
    return await new Promise((resolve, reject) => {
      answer = resolve;
      failLoading = reject;
      lastSign = performance.now();
      tell(message);
      watchFrom();
    });
  }

  function die(why: string, guilty: number | null): void {
    if (isClosed) return;
    isClosed = true;
    stopTimers();
    void worker.terminate();
    if (failLoading !== undefined) failLoading(new Error(why));
    else events.died({ why, guilty });
  }

  function stopTimers(): void {
    clearTimeout(transaction?.timer);
    clearInterval(watch);
    watch = undefined;
  }

  /** While something runs, the thread gives signs of life unless code keeps it busy. */
  function watchFrom(): void {
    worker.ref();
    watch ??= setInterval(() => {
      if (performance.now() - lastSign > patience.silence) die(timedOut(), transaction?.id ?? null);
    }, patience.silence / 10).unref();
  }

  const handle: { [Type in FromWorker["type"]]?: (message: Extract<FromWorker, { type: Type }>) => void } = {
    began({ id }) {
      clearTimeout(transaction?.timer);
      const timer = setTimeout(() => die(timedOut(), id), patience.transaction);
      transaction = { id, timer: timer.unref() };
    },
    ended() {
      clearTimeout(transaction?.timer);
      transaction = undefined;
    },
    committed: ({ changes, id }) => events.committed(changes, id),
    "not-emulated": ({ sentence }) => events.notEmulated(sentence),
    "stray-error": ({ error }) => events.strayError(error),
    done({ id, result }) {
      jobs.get(id)?.(result);
      jobs.delete(id);
      settleDown();
    },
  };

  worker.on("message", (message: FromWorker) => {
    lastSign = performance.now();
    const own = handle[message.type] as ((message: FromWorker) => void) | undefined;
    if (own !== undefined) own(message);
    else if (message.type !== "ready" && message.type !== "alive") {
      const settle = answer;
      answer = undefined;
      failLoading = undefined;
      settle?.(message);
      settleDown();
    }
  });
  worker.on("error", (error: NodeJS.ErrnoException) => die(whyItFailed(error), transaction?.id ?? null));
  worker.on("exit", () => die("The functions' thread ended: the code called process.exit().", null));

  async function close(): Promise<void> {
    isClosed = true;
    stopTimers();
    await worker.terminate();
  }

  const loaded = await ask({ type: "load", code, variables });
  if (loaded.type !== "loaded") {
    await close();
    throw new Error(loaded.type === "load-failed" ? loaded.message : "The functions could not be loaded.");
  }
  return {
    analysis: loaded.analysis,
    async takeData(data) {
      const taken = await ask({ type: "data", data });
      if (taken.type === "data-refused") throw new Error(taken.message);
    },
    async run(job) {
      return await new Promise((resolve) => {
        jobs.set(job.id, giveUpAfter(patience.action, resolve));
        if (jobs.size === 1) lastSign = performance.now();
        tell({ type: "job", job });
        watchFrom();
      });
    },
    setVariables: (variables) => tell({ type: "variables", variables }),
    async reset() {
      await ask({ type: "reset" });
    },
    close,
  };
}

/** The answer, or Convex's message about an action that takes too long. */
function giveUpAfter(limit: number, settle: (result: JobResult) => void): (result: JobResult) => void {
  const message = `Function execution timed out (maximum duration: ${limit / 1000}s)`;
  const timer = setTimeout(
    () => settle({ success: false, error: `${message}\n`, message, logLines: [] }),
    limit,
  );
  timer.unref();
  return (result) => {
    clearTimeout(timer);
    settle(result);
  };
}

function whyItFailed({ code, message }: NodeJS.ErrnoException): string {
  return code === "ERR_WORKER_OUT_OF_MEMORY"
    ? "JavaScript execution ran out of memory (maximum memory usage: 64 MB)"
    : `The functions' thread ended: ${message}`;
}

function timedOut(): string {
  return "Function execution timed out (maximum duration: 1s)";
}
