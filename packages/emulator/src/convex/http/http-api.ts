import { Hono, type Context } from "hono";
import { cors } from "hono/cors";
import { INSTANCE_NAME } from "../auth/admin-key.ts";
import type { Deployment } from "../deployment.ts";
import { argumentObject } from "../function-arguments.ts";
import { callerOf, recordFunction } from "../function-events.ts";
import type { FunctionKind } from "../functions/function-runner.ts";
import { publicResult } from "../public-result.ts";
import { ServerError } from "../server-error.ts";
import { encodeTimestamp } from "../sync/timestamp.ts";
import { readAuthorization } from "./authorization-header.ts";
import { endpointOf, planted } from "./planted-answer.ts";
import { errorResponse } from "./error-response.ts";
import { type FunctionCall, readFunctionCall } from "./function-call.ts";
import { plainValue, readValueFormat } from "./value-format.ts";

/** A day, as Convex lets browsers remember the answer to a preflight. */
const CORS_MAX_AGE = 86_400;

/** The HTTP API of a deployment's URL: `POST /api/query` and its like, `/version`, `/instance_name`. */
export function createHttpApi(deployment: Deployment): Hono {
  const app = new Hono();
  app.use(
    "*",
    // Convex lets every page in: whoever calls shows a token, never a cookie.
    cors({
      origin: (origin) => origin,
      credentials: true,
      maxAge: CORS_MAX_AGE,
      allowMethods: ["GET", "POST", "OPTIONS", "PATCH", "DELETE", "PUT"],
    }),
  );
  app.use("*", planted(deployment.parts));
  app.onError((error, context) => errorResponse(deployment, error, endpointOf(context.req)));
  app.notFound(() => new Response("Not Found", { status: 404 }));

  app.get("/version", (context) => context.text("convex-authkit"));
  app.get("/instance_name", (context) => context.text(INSTANCE_NAME));
  app.get("/", (context) => context.text("This Convex deployment is running. See https://docs.convex.dev/."));

  const post = (path: string, kind: FunctionKind | "any"): void =>
    void app.post(path, async (context) =>
      callFunction(deployment, context, kind, await readFunctionCall(context.req.raw)),
    );
  post("/api/query", "query");
  post("/api/mutation", "mutation");
  post("/api/action", "action");
  post("/api/function", "any");
  // What a client reads at a timestamp it got from us is not older than anything it can have seen.
  post("/api/query_at_ts", "query");
  app.post("/api/query_ts", (context) => context.json({ ts: encodeTimestamp(deployment.time.latest()) }));
  app.get("/api/query", (context) =>
    callFunction(deployment, context, "query", {
      path: context.req.query("path") ?? "",
      args: parseArguments(context.req.query("args")),
      format: context.req.query("format"),
    }),
  );
  app.post("/api/run/*", async (context) => {
    const call = await readFunctionCall(context.req.raw, runPath(context.req.path));
    return callFunction(deployment, context, "any", { ...call, format: call.format ?? "json" }, "anyone");
  });
  return app;
}

async function callFunction(
  deployment: Deployment,
  context: Context,
  kind: FunctionKind | "any",
  call: FunctionCall,
  who: "anyone" | undefined = undefined,
): Promise<Response> {
  const { authenticator, runner, parts } = deployment;
  const endpoint = endpointOf(context.req);
  const credential = readAuthorization(
    context.req.header("authorization") ?? null,
    context.req.query("adminKey") ?? null,
  );
  const session = await authenticator.authenticate(credential, endpoint);
  if (kind === "any" && who !== "anyone" && !session.admin)
    throw new ServerError(
      "forbidden",
      "BadDeployKey",
      "The provided deploy key was invalid for this deployment. Double check that the environment this key was generated for matches the desired deployment.",
    );
  const format = readValueFormat(call.format, context.req.header("convex-client") ?? null);

  const result = await runner.run(kind, call.path, argumentObject(call.args), callerOf(session));
  recordFunction(parts.timeline, { kind, path: call.path, result, session });
  const shown = publicResult(result, deployment.redacts(endpoint, session.subject));
  const written = (value: unknown): unknown => (format === "plain" ? plainValue(value) : value);
  const logLines = shown.logLines.length > 0 ? { logLines: shown.logLines } : {};
  if (shown.success) return context.json({ status: "success", value: written(shown.value), ...logLines });
  const { errorMessage, errorData } = shown;
  return context.json({
    status: "error",
    errorMessage,
    ...(errorData === undefined ? {} : { errorData: written(errorData) }),
    ...logLines,
  });
}

function parseArguments(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    throw new ServerError(
      "bad-request",
      "BadQueryArgs",
      "Failed to deserialize query string: args is no JSON",
    );
  }
}

/** `messages/list` of `/api/run/messages/list` is the function `messages:list`. */
function runPath(path: string): string {
  const names = decodeURIComponent(path.slice("/api/run/".length)).split("/");
  const name = names.pop() ?? "";
  if (names.length === 0)
    throw new ServerError(
      "bad-request",
      "MissingIdentifier",
      "Path or function name not provided in path, e.g. /api/run/messages/list",
    );
  return `${names.join("/")}:${name}`;
}
