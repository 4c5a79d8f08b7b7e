import { randomBytes } from "node:crypto";
import type { Parts } from "../../parts.ts";
import type { ConvexOptions, DeploymentState } from "../convex.ts";
import { STANDARD_PATIENCE } from "./run/function-worker.ts";
import { createDeployer } from "./push/deployer.ts";
import type { Caller, FunctionKind, FunctionResult, FunctionRunner } from "./function-runner.ts";
import type { Failure, Job, JobResult, PlainResponse } from "./worker/messages.ts";

/**
 * Deploys an app's functions folder on this machine and runs its functions.
 *
 * A push that fails is no error here: `deployment().problem` says why, and the next save tries again.
 *
 * @throws {Error} a sentence where the project has no `convex` package
 */
export async function createFunctionRunner(
  parts: Parts,
  options: ConvexOptions,
  patience = STANDARD_PATIENCE,
): Promise<FunctionRunner> {
  const changed = new Set<() => void>();
  const authConfigChanged = new Set<() => void>();
  const events = {
    rowsChanged: () => tellAll(changed),
    authConfigChanged: () => tellAll(authConfigChanged),
  };
  const deployer = await createDeployer(parts, options, events, patience);

  function mayShowErrors(): boolean {
    const { value } = parts.faults.decide("redactMessages", options.redactMessages, {
      endpoint: null,
      subject: {},
    });
    return !value;
  }

  async function run(
    kind: FunctionKind | "any",
    path: string,
    args: unknown,
    caller: Caller,
    journal: string | null = null,
  ): Promise<FunctionResult> {
    const state = await deployer.inForce();
    const wanted = canonicalPath(path);
    const found = state.functions.find((one) => one.path === wanted && isCallable(one, caller));
    if (found === undefined)
      return failed(plain(`Could not find public function for '${stripDefault(wanted)}'.`));
    if (kind !== "any" && kind !== found.kind)
      return failed(
        plain(
          `Trying to execute ${wanted.replace(":", ".js:")} as ${titled(kind)}, but it is defined as ${titled(found.kind)}.`,
        ),
      );
    const work: Job["work"] = { type: "function", kind: found.kind, path: found.path, args, caller, journal };
    const result = await deployer.run(work);
    if (!result.success) return failed(result);
    if ("response" in result) throw new Error("A function gave a response.");
    return result;
  }

  async function httpAction(request: Request, caller: Caller): Promise<Response> {
    await deployer.inForce();
    const result = await deployer.run({
      type: "http",
      caller,
      request: {
        method: request.method,
        url: request.url,
        headers: [...request.headers],
        body: request.body === null ? null : await request.arrayBuffer(),
      },
    });
    if (result.success && "response" in result) return asResponse(result.response);
    return await httpFailure(result);
  }

  async function httpFailure(result: JobResult): Promise<Response> {
    if (result.success) throw new Error("An HTTP action gave no response.");
    const isShown = mayShowErrors();
    const what = isShown ? `Server Error: ${result.message}` : "Server Error";
    const code = `[Request ID: ${randomBytes(8).toString("hex")}] ${what}`;
    const body = {
      code,
      ...(isShown ? { trace: result.error } : {}),
      ...(result.data === undefined ? {} : { data: result.data }),
    };
    return Response.json(body, { status: 500 });
  }

  return {
    run,
    httpAction,
    authConfig: async () => (await deployer.inForce()).authConfig,
    deployment: (): DeploymentState => deployer.state(),
    setVariable: deployer.setVariable,
    reset: deployer.reset,
    close: deployer.close,
    onChange: (listener) => subscribe(changed, listener),
    onAuthConfigChange: (listener) => subscribe(authConfigChanged, listener),
  };
}

function tellAll(listeners: ReadonlySet<() => void>): void {
  for (const listener of listeners) listener();
}

function subscribe(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** `notes.js:list` and `notes:list` are one; without a name the default export is meant. */
function canonicalPath(path: string): string {
  const colon = path.lastIndexOf(":");
  const module = (colon === -1 ? path : path.slice(0, colon)).replace(/\.js$/, "");
  return `${module}:${colon === -1 ? "default" : path.slice(colon + 1)}`;
}

function stripDefault(path: string): string {
  return path.replace(/:default$/, "");
}

function titled(kind: FunctionKind): string {
  return { query: "Query", mutation: "Mutation", action: "Action" }[kind];
}

/** An admin key opens internal functions as well. */
function isCallable(found: DeploymentState["functions"][number], caller: Caller): boolean {
  return found.visibility === "public" || ("admin" in caller && caller.admin === true);
}

/** As it is: the protocol side puts the request id in front, and redacts. */
function failed({ error, data, logLines }: Omit<Failure, "success">): FunctionResult {
  return {
    success: false,
    errorMessage: error,
    ...(data === undefined ? {} : { errorData: data }),
    logLines,
  };
}

function plain(message: string): Omit<Failure, "success"> {
  return { error: `${message}\n`, message, logLines: [] };
}

function asResponse({ status, statusText, headers, body }: PlainResponse): Response {
  const mayHaveBody = ![101, 204, 205, 304].includes(status);
  return new Response(mayHaveBody ? body : null, { status, statusText, headers });
}
