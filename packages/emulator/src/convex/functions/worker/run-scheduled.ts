import type { CallContext } from "./call-context.ts";
import type { Deployment } from "./deployment.ts";
import { clockTime } from "./emulated-time.ts";
import { errorText } from "./error-text.ts";
import type { Document } from "./messages.ts";

const TABLE = "_scheduled_functions";

/** Runs a function whose time has come, unless it was cancelled, and keeps its state as Convex does. */
export async function runScheduled(
  { backend, analysis }: Deployment,
  { component, jobId }: { component: string; jobId: string },
  call: CallContext,
): Promise<void> {
  const state = async (kind: string, isDone: boolean): Promise<void> =>
    await backend.inTransaction(component, (database) =>
      database.patch(TABLE, jobId, {
        state: { kind },
        ...(isDone ? { completedTime: clockTime() } : {}),
      }),
    );
  const job = await backend.inTransaction(component, (database) => database.get(TABLE, jobId));
  if (job === null || stateOf(job) !== "pending") return;
  await state("inProgress", false);
  call.component = component;
  try {
    const path = String(job.name);
    const [args] = job.args as [Record<string, unknown>];
    const kind = analysis.functions.find((one) => one.component === component && one.path === path)?.kind;
    await backend.call(kind ?? "mutation", component, path, args);
    await state("success", true);
  } catch (thrown) {
    await state("failed", true);
    call.logLines.push(`[ERROR] ${errorText(thrown).trimEnd()}`);
    throw thrown;
  }
}

function stateOf({ state }: Document): string | null {
  return typeof state === "object" && state !== null && "kind" in state ? String(state.kind) : null;
}
