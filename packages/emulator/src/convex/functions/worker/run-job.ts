import { convexToJson, jsonToConvex, type Value } from "convex/values";
import type { Caller } from "../function-runner.ts";
import { type CallContext, runInCall } from "./call-context.ts";
import { checkResultSize } from "./check-call.ts";
import type { Deployment } from "./deployment.ts";
import { setClockOffset } from "./emulated-time.ts";
import { failure, isConvexError, PlainError } from "./error-text.ts";
import type { Job, JobResult, PlainRequest, PlainResponse } from "./messages.ts";
import { notEmulated } from "./not-emulated.ts";
import { runScheduled } from "./run-scheduled.ts";

/** Runs what was asked for, and says how it went. Never throws. */
export async function runJob(deployment: Deployment, { id, clockOffset, work }: Job): Promise<JobResult> {
  setClockOffset(clockOffset);
  const call: CallContext = {
    jobId: id,
    depth: 0,
    component: "",
    auth: "caller" in work ? authOf(work.caller) : { identity: null },
    logLines: [],
    requestUrl: work.type === "http" ? work.request.url : null,
    frozenTime: null,
    page: { endBefore: work.type === "function" ? endOfPage(work.journal) : null, end: null },
  };
  try {
    return await runInCall(call, async () => await run(deployment, work, call));
  } catch (thrown) {
    return failure(thrown, call.logLines);
  }
}

async function run(deployment: Deployment, work: Job["work"], call: CallContext): Promise<JobResult> {
  const { logLines } = call;
  if (work.type === "function") {
    const value = await deployment.backend.call(work.kind, "", work.path, readArgs(work.path, work.args));
    const journal = call.page.end === null ? null : JSON.stringify({ endCursor: call.page.end });
    checkResultSize(work.path, value ?? null);
    return { success: true, value: convexToJson((value ?? null) as Value), logLines, journal };
  }
  if (work.type === "http")
    return { success: true, response: await respond(deployment, work.request), logLines };
  await runScheduled(deployment, work, call);
  return { success: true, value: null, logLines, journal: null };
}

function readArgs(path: string, json: unknown): Record<string, unknown> {
  let args: unknown;
  try {
    args = jsonToConvex(json as never);
  } catch (thrown) {
    throw new PlainError(
      `Invalid arguments for ${path}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
  if (typeof args !== "object" || args === null || Array.isArray(args) || args instanceof ArrayBuffer)
    throw new PlainError(
      `Invalid arguments for ${path}: the arguments of a function are an object, not ${JSON.stringify(json)}.`,
    );
  return args as Record<string, unknown>;
}

async function respond(deployment: Deployment, request: PlainRequest): Promise<PlainResponse> {
  const { pathname, search } = new URL(request.url);
  if (deployment.mounts.some((prefix) => pathname.startsWith(prefix)))
    throw new Error(notEmulated("HTTP actions of components"));
  const router = deployment.router();
  if (router === null) return textResponse(404, "This Convex deployment does not have HTTP actions enabled.");
  if (router.lookup(pathname, request.method) === null) return textResponse(404, "No matching routes found");
  const { method, headers, body } = request;
  const response = await deployment.backend.test
    .fetch(`${pathname}${search}`, { method, headers, body })
    .catch((thrown: unknown) => {
      // convex/server has written the data as text, and convex-test reads it back for other functions only.
      if (isConvexError(thrown) && typeof thrown.data === "string")
        thrown.data = jsonToConvex(JSON.parse(thrown.data) as never);
      throw thrown;
    });
  if (!(response instanceof Response))
    throw new TypeError("The HTTP action returned something else than a Response.");
  return {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    body: await response.arrayBuffer(),
  };
}

function textResponse(status: number, text: string): PlainResponse {
  const body = new TextEncoder().encode(text);
  return {
    status,
    statusText: "",
    headers: [["content-type", "text/plain; charset=utf-8"]],
    body: body.buffer,
  };
}

function authOf(caller: Caller): CallContext["auth"] {
  return "refused" in caller ? { refused: caller.refused.message } : caller;
}

function endOfPage(journal: string | null): string | null {
  if (journal === null) return null;
  try {
    const { endCursor } = JSON.parse(journal) as { endCursor?: unknown };
    return typeof endCursor === "string" ? endCursor : null;
  } catch {
    return null;
  }
}
