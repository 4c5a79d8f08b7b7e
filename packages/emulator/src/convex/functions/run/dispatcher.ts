import type { Clock } from "../../../clock/clock.ts";
import type { Changes, Job, JobResult } from "../worker/messages.ts";
import type { Death, FunctionWorker } from "./function-worker.ts";
import type { Tables } from "./tables.ts";

/** Hands work to the thread in force and survives its end. */
export interface Dispatcher {
  /** Runs something. Without a thread in force the caller must not ask. */
  run(work: Job["work"]): Promise<JobResult>;
  /** The thread in force; null: nothing has been deployed. */
  worker(): FunctionWorker | null;
  /**
   * Puts another thread in force once what runs has ended. Actions are waited for for some seconds only.
   *
   * @throws {Error} where the rows do not fit the new code; the old thread stays in force
   */
  replace(next: FunctionWorker): Promise<void>;
  /** To be called when a thread has died. `revive` starts another with the same code. */
  died(dead: FunctionWorker, death: Death, revive: () => Promise<FunctionWorker>): void;
  /** Notes whose commit it was: what has been committed is not done again. */
  committed(changes: Changes, job: number | null): void;
  close(): Promise<void>;
}

interface Running {
  job: Job;
  hasCommitted: boolean;
  settle: (outcome: JobResult | "again") => void;
}

/** Milliseconds for which a push waits for running actions. */
const PATIENCE = 5_000;

export function createDispatcher(clock: Clock, tables: Tables): Dispatcher {
  let worker: FunctionWorker | null = null;
  /** Settled while work may be handed out. */
  let gate: Promise<void> = Promise.resolve();
  let nextId = 1;
  const running = new Map<number, Running>();

  function failed(message: string, logLines: string[] = []): JobResult {
    return { success: false, error: `${message}\n`, message, logLines };
  }

  async function pass(): Promise<void> {
    for (let seen; seen !== gate;) {
      seen = gate;
      await seen;
    }
  }

  async function attempt(work: Job["work"]): Promise<JobResult | "again"> {
    await pass();
    const current = worker;
    if (current === null) return failed("There is no deployment.");
    const id = nextId++;
    const job = { id, work, clockOffset: clock.now() - Date.now() };
    return await new Promise((resolve) => {
      const settle = (outcome: JobResult | "again"): void => {
        running.delete(id);
        resolve(outcome);
      };
      running.set(id, { job, hasCommitted: false, settle });
      void current.run(job).then(settle);
    });
  }

  /** Closes the gate while something changes the thread in force. */
  async function exclusively<Result>(change: () => Promise<Result>): Promise<Result> {
    const before = gate;
    let open: () => void = () => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    try {
      await before;
      return await change();
    } finally {
      open();
    }
  }

  /** What has had no effect yet can be run again unnoticed. */
  function repeatOrEnd(one: Running, why: string): void {
    const { work } = one.job;
    const mayRepeat = work.type === "function" && work.kind !== "action" && !one.hasCommitted;
    one.settle(mayRepeat ? "again" : failed(why));
  }

  return {
    worker: () => worker,
    async run(work) {
      for (;;) {
        const outcome = await attempt(work);
        if (outcome !== "again") return outcome;
      }
    },
    async replace(next) {
      await exclusively(async () => {
        await settled(running, PATIENCE);
        await next.takeData(tables.data);
        const before = worker;
        worker = next;
        for (const one of running.values())
          repeatOrEnd(
            one,
            "The functions were deployed anew while this ran; the emulator waits five seconds.",
          );
        await before?.close();
      });
    },
    died(dead, { why, guilty }, revive) {
      for (const one of running.values())
        if (one.job.id === guilty) one.settle(failed(why));
        else repeatOrEnd(one, `The emulator had to end the thread this ran on. ${why}`);
      void exclusively(async () => {
        if (worker !== dead) return;
        const next = await revive();
        await next.takeData(tables.data);
        worker = next;
      }).catch(() => {
        worker = null;
      });
    },
    committed(changes, job) {
      tables.apply(changes);
      const one = job === null ? undefined : running.get(job);
      if (one !== undefined) one.hasCommitted = true;
    },
    async close() {
      await gate;
      await worker?.close();
      worker = null;
      for (const one of running.values()) one.settle(failed("The emulator was closed."));
    },
  };
}

/** Waits until nothing runs any more, or for so many milliseconds. */
async function settled(running: ReadonlyMap<number, Running>, patience: number): Promise<void> {
  const until = performance.now() + patience;
  while (running.size > 0 && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 10));
}
