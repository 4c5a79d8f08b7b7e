import type { Credential } from "../auth/credential.ts";
import { ServerError } from "../server-error.ts";
import { decodeTimestamp, type Timestamp } from "./timestamp.ts";

/** What a client sends over the socket. */
export type ClientMessage =
  | {
      type: "Connect";
      sessionId: string;
      /** How often the client had connected before. */
      connectionCount: number;
      lastCloseReason: string | null;
      maxObservedTimestamp: Timestamp | undefined;
      /** Milliseconds, by the client's clock. */
      clientTs: number | undefined;
    }
  | { type: "Authenticate"; baseVersion: number; credential: Credential }
  | { type: "ModifyQuerySet"; baseVersion: number; newVersion: number; modifications: Modification[] }
  | { type: "Mutation" | "Action"; requestId: number; udfPath: string; args: unknown }
  | { type: "Event"; eventType: string };

/** A change of the set of queries a client is subscribed to. */
export type Modification =
  | {
      type: "Add";
      queryId: number;
      udfPath: string;
      args: unknown;
      /** What the query gave as its journal before a reconnect. */
      journal: string | null;
    }
  | { type: "Remove"; queryId: number };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const U32 = 2 ** 32 - 1;

/**
 * Reads a text frame.
 *
 * @throws {ServerError} WSMessageInvalidJson, for anything that is not a message of the protocol
 */
export function readClientMessage(frame: string): ClientMessage {
  let message: unknown;
  try {
    message = JSON.parse(frame);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : "no JSON");
  }
  const fields = new Fields(message, "the message");
  const type = fields.text("type");
  switch (type) {
    case "Connect":
      return readConnect(fields);
    case "Authenticate":
      return { type, baseVersion: fields.u32("baseVersion"), credential: readCredential(fields) };
    case "ModifyQuerySet":
      return {
        type,
        baseVersion: fields.u32("baseVersion"),
        newVersion: fields.u32("newVersion"),
        modifications: fields.list("modifications").map(readModification),
      };
    case "Mutation":
    case "Action":
      return {
        type,
        requestId: fields.u32("requestId"),
        udfPath: fields.text("udfPath"),
        args: fields.required("args"),
      };
    case "Event":
      return { type, eventType: fields.text("eventType") };
    default:
      throw invalid(
        `unknown variant \`${type.slice(0, 100)}\`, expected one of \`Connect\`, \`ModifyQuerySet\`, \`Mutation\`, \`Action\`, \`Authenticate\`, \`Event\``,
      );
  }
}

function readConnect(fields: Fields): ClientMessage {
  const sessionId = fields.text("sessionId");
  if (!UUID.test(sessionId)) throw invalid("sessionId is no UUID");
  const seen = fields.optionalText("maxObservedTimestamp");
  const maxObservedTimestamp = seen === undefined ? undefined : decodeTimestamp(seen);
  if (seen !== undefined && maxObservedTimestamp === undefined) throw invalid("u64 must be 8 bytes");
  return {
    type: "Connect",
    sessionId,
    connectionCount: fields.u32("connectionCount"),
    lastCloseReason: fields.optionalText("lastCloseReason") ?? null,
    maxObservedTimestamp,
    clientTs: fields.optionalInteger("clientTs"),
  };
}

function readCredential(fields: Fields): Credential {
  const tokenType = fields.text("tokenType");
  switch (tokenType) {
    case "None":
      return { type: "none" };
    case "User":
      return { type: "user", token: fields.text("value") };
    case "Admin":
      return {
        type: "admin",
        key: fields.text("value"),
        actingAs: fields.optional("impersonating") ?? fields.optional("acting_as"),
      };
    default:
      throw invalid(
        `unknown variant \`${tokenType.slice(0, 100)}\`, expected one of \`Admin\`, \`User\`, \`None\``,
      );
  }
}

function readModification(modification: unknown): Modification {
  const fields = new Fields(modification, "a modification");
  const type = fields.text("type");
  if (type === "Remove") return { type, queryId: fields.u32("queryId") };
  if (type === "Add")
    return {
      type,
      queryId: fields.u32("queryId"),
      udfPath: fields.text("udfPath"),
      args: fields.optional("args") ?? [],
      journal: fields.optionalText("journal") ?? null,
    };
  throw invalid(`unknown variant \`${type.slice(0, 100)}\`, expected \`Add\` or \`Remove\``);
}

/** Reads the fields of an object, each with the type it must have. */
class Fields {
  readonly #values: Record<string, unknown>;

  constructor(value: unknown, what: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw invalid(`${what} is no object`);
    this.#values = value as Record<string, unknown>;
  }

  optional(name: string): unknown {
    return Object.hasOwn(this.#values, name) ? (this.#values[name] ?? undefined) : undefined;
  }

  required(name: string): unknown {
    const value = this.optional(name);
    if (value === undefined) throw invalid(`missing field \`${name}\``);
    return value;
  }

  text(name: string): string {
    const value = this.required(name);
    if (typeof value !== "string") throw wrongType(name, value, "a string");
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.optional(name) === undefined ? undefined : this.text(name);
  }

  u32(name: string): number {
    const value = this.required(name);
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > U32)
      throw wrongType(name, value, "u32");
    return value;
  }

  optionalInteger(name: string): number | undefined {
    const value = this.optional(name);
    if (value === undefined) return undefined;
    if (typeof value !== "number" || !Number.isInteger(value)) throw wrongType(name, value, "i64");
    return value;
  }

  list(name: string): unknown[] {
    const value = this.required(name);
    if (!Array.isArray(value)) throw wrongType(name, value, "a sequence");
    return value;
  }
}

function wrongType(name: string, value: unknown, expected: string): ServerError {
  const found = value === null ? "null" : Array.isArray(value) ? "sequence" : typeof value;
  return invalid(`invalid type: ${found} for \`${name}\`, expected ${expected}`);
}

function invalid(why: string): ServerError {
  return new ServerError("bad-request", "WSMessageInvalidJson", `Received Invalid JSON on websocket: ${why}`);
}
