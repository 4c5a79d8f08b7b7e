import { randomBytes } from "node:crypto";
import type { FunctionResult } from "./functions/function-runner.ts";

/**
 * A function's result as a client may see it: an error is a "Server Error" with a request id, and where messages are redacted,
 * as in production deployments, that is all of it. What a function throws as `ConvexError` stays in `errorData`.
 */
export function publicResult(result: FunctionResult, redacted: boolean): FunctionResult {
  const logLines = redacted ? [] : result.logLines;
  if (result.success) return { ...result, logLines };
  const serverError = `[Request ID: ${randomBytes(8).toString("hex")}] Server Error`;
  return {
    ...result,
    errorMessage: redacted ? serverError : `${serverError}\n${result.errorMessage}`,
    logLines,
  };
}
