import type { Asked } from "../../faults/switchboard.ts";
import type { PlainRequest } from "../../server/plain-request.ts";
import type { AuthKitContext } from "../context.ts";
import { oauthRefusal } from "./refusal.ts";

/** More than any grant holds; WorkOS refuses longer bodies, too. Bytes. */
const LARGEST_BODY = 100 * 1024;

/** What `POST /user_management/authenticate` is asked for: the texts of the body. */
export interface GrantRequest {
  /** @returns null: not there, or empty */
  get(name: string): string | null;
}

/** A body that was read, or why it could not be. */
export type GrantReading = { fields: GrantRequest } | { problem: Error };

/**
 * Reads the body of an authenticate request, JSON or a form. Everything but texts counts as absent.
 *
 * @param text the body
 * @returns `problem`: the refusal, which is to be thrown once the faults have had their say
 */
export function readGrantRequest({ headers }: PlainRequest, text: string): GrantReading {
  if (Buffer.byteLength(text) > LARGEST_BODY)
    return {
      problem: oauthRefusal(413, "invalid_request", "The request body is too large."),
    };
  const isForm = headers.get("content-type")?.includes("application/x-www-form-urlencoded") === true;
  if (isForm) {
    const form = new URLSearchParams(text);
    return { fields: { get: (name) => form.get(name) || null } };
  }
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null || Array.isArray(body)) throw new Error("no object");
    const entries = new Map(Object.entries(body));
    return {
      fields: {
        get(name) {
          const value: unknown = entries.get(name);
          return typeof value === "string" && value !== "" ? value : null;
        },
      },
    };
  } catch {
    return {
      problem: oauthRefusal(400, "invalid_request", "The request body is not a valid JSON object."),
    };
  }
}

/** Whom a grant is about, as far as it can be told before it is judged. */
export function subjectOfGrant(context: AuthKitContext, fields: GrantRequest): Asked["subject"] {
  const sessionId = sessionOfGrant(context, fields);
  const session = sessionId === null ? null : context.sessions.find(sessionId);
  const email = fields.get("email");
  const user =
    session === null
      ? email === null
        ? null
        : context.directory.userByEmail(email)
      : context.directory.user(session.userId);
  return {
    clientId: fields.get("client_id") ?? undefined,
    userId: user?.id,
    email: user?.email ?? email ?? undefined,
    sessionId: session?.id,
    organizationId: fields.get("organization_id") ?? session?.organizationId ?? undefined,
  };
}

function sessionOfGrant({ codes, refreshTokens }: AuthKitContext, fields: GrantRequest): string | null {
  const code = fields.get("code");
  if (code !== null) return codes.find(code)?.sessionId ?? null;
  const token = fields.get("refresh_token");
  if (token === null) return null;
  return refreshTokens.read(token)?.family.sessionId ?? null;
}
