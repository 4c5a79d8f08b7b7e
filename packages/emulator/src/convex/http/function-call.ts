import { ServerError } from "../server-error.ts";

/** The body of `POST /api/query` and its like. */
export interface FunctionCall {
  path: string;
  args: unknown;
  format: string | undefined;
}

/** As many bytes as Convex takes. */
const MOST_BYTES = 2 ** 24 + 2000;

/**
 * Reads the body of a call.
 *
 * @param path of the function where the URL names it; otherwise the body does
 * @throws {ServerError} BadJsonBody
 */
export async function readFunctionCall(request: Request, path?: string): Promise<FunctionCall> {
  if (!/^application\/(?:[^;]*\+)?json *(?:;|$)/i.test(request.headers.get("content-type") ?? ""))
    throw bad("Expected request with `Content-Type: application/json`");
  const body = await readBody(request);
  const read: unknown = parse(body);
  if (typeof read !== "object" || read === null || Array.isArray(read))
    throw bad("Failed to deserialize the JSON body into the target type: it is no object");
  const { path: named, args, format } = read as Record<string, unknown>;
  const target = path ?? named;
  if (typeof target !== "string") throw missing("path");
  if (args === undefined) throw missing("args");
  if (format !== undefined && format !== null && typeof format !== "string")
    throw bad("Failed to deserialize the JSON body into the target type: `format` is no string");
  return { path: target, args, format: typeof format === "string" ? format : undefined };
}

async function readBody(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    chunks.push(chunk as Uint8Array);
    length += (chunk as Uint8Array).length;
    if (length > MOST_BYTES) throw bad("Failed to buffer the request body: length limit exceeded");
  }
  return Buffer.concat(chunks).toString();
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw bad(
      `Failed to parse the request body as JSON: ${error instanceof Error ? error.message : "no JSON"}`,
    );
  }
}

function missing(field: string): ServerError {
  return bad(`Failed to deserialize the JSON body into the target type: missing field \`${field}\``);
}

function bad(message: string): ServerError {
  return new ServerError("bad-request", "BadJsonBody", message);
}
