import { pathOf, type PlainRequest } from "../../server/plain-request.ts";
import type { TextAnswer } from "../../server/text-answer.ts";
import type { AuthKitContext } from "../context.ts";
import { AUTHENTICATE_PATH, authenticate } from "./authenticate.ts";
import { jwks } from "./jwks.ts";

/** One client id, in letters that are written as they are. */
const JWKS = /^\/sso\/jwks\/([\w.~-]+)$/;

/**
 * Answers what clients and verifiers ask again and again. Its routes are those of `protocolRoutes`, which take in also what
 * is asked in a less usual way.
 *
 * @returns null: it is something else
 */
export function answerPlain(context: AuthKitContext, request: PlainRequest): Promise<TextAnswer> | null {
  const [path = ""] = pathOf(request.url).split("?", 1);
  if (request.method === "POST" && path === AUTHENTICATE_PATH) return authenticate(context, request);
  const [, clientId] = (request.method === "GET" && JWKS.exec(path)) || [];
  return clientId === undefined ? null : jwks(context, request, clientId);
}
