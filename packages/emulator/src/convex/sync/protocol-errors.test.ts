import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { ALL_FAULTS } from "../../faults/all-faults.ts";
import { startTestDeployment, type TestDeployment } from "../test-deployment.ts";
import { providerOf } from "../test-issuer.ts";
import { encodeTimestamp } from "./timestamp.ts";

let deployment: TestDeployment;
beforeEach(async () => {
  deployment = await startTestDeployment({ faults: ALL_FAULTS });
});
afterEach(() => deployment.close());

const SYNC = "/api/1.48.0/sync";
const SESSION = "00000000-0000-4000-8000-000000000001";

/** Sends frames as they are and waits for the end of the socket. */
async function send(...frames: (string | Buffer | object)[]) {
  const socket = new WebSocket(deployment.url.replace("http", "ws") + SYNC);
  const answers: Record<string, unknown>[] = [];
  socket.on("message", (data) => answers.push(JSON.parse(String(data))));
  socket.on("open", () => {
    for (const frame of frames)
      socket.send(typeof frame === "string" || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  });
  return new Promise<{ code: number; reason: string; answers: Record<string, unknown>[] }>((resolve) =>
    socket.on("close", (code, reason) => resolve({ code, reason: String(reason), answers })),
  );
}

const connect = {
  type: "Connect",
  sessionId: SESSION,
  connectionCount: 0,
  lastCloseReason: null,
  clientTs: 0,
};
const add = (queryId: number) => ({ type: "Add", queryId, udfPath: "notes:list", args: [{}] });
const modify = (baseVersion: number, newVersion: number, ...modifications: object[]) => ({
  type: "ModifyQuerySet",
  baseVersion,
  newVersion,
  modifications,
});

describe("frames that are no messages of the protocol", () => {
  it.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    ["null", "null"],
    ["no type", "{}"],
    ["an unknown type", { type: "Subscribe" }],
    ["a version that is no number", modify("0" as unknown as number, 1)],
    ["a negative version", modify(-1, 1)],
    ["modifications that are no list", { type: "ModifyQuerySet", baseVersion: 0, newVersion: 1 }],
    ["an unknown modification", modify(0, 1, { type: "Replace", queryId: 0 })],
    ["a session that is no UUID", { ...connect, sessionId: "me" }],
    ["a timestamp that is none", { ...connect, maxObservedTimestamp: "soon" }],
    ["an unknown kind of token", { type: "Authenticate", baseVersion: 0, tokenType: "Cookie", value: "x" }],
    ["a token that is no text", { type: "Authenticate", baseVersion: 0, tokenType: "User", value: 1 }],
    ["a mutation without arguments", { type: "Mutation", requestId: 0, udfPath: "notes:add" }],
    ["a request number beyond 32 bits", { type: "Action", requestId: 2 ** 32, udfPath: "a:b", args: [] }],
    ["__proto__ in the place of the type", '{"__proto__": {"type": "Event", "eventType": "x"}}'],
  ])("%s: a FatalError, after which the client does not try again", async (_what, frame) => {
    const { code, answers } = await send(frame);
    expect(answers).toEqual([
      { type: "FatalError", error: expect.stringMatching(/^Received Invalid JSON on websocket: /) },
    ]);
    expect(code).toBe(1005);
  });

  it("a query set that was changed from another version: a FatalError", async () => {
    const { code, answers } = await send(connect, modify(1, 2));
    expect(answers).toEqual([
      { type: "FatalError", error: "Base version 1 passed up doesn't match the current version 0" },
    ]);
    expect(code).toBe(1005);
  });

  it.each([
    ["bytes", [Buffer.from("{}")]],
    ["a query set that does not advance", [modify(0, 0)]],
    ["a query that is added twice", [modify(0, 1, add(1), add(1))]],
    ["a query that is removed and was never there", [modify(0, 1, { type: "Remove", queryId: 3 })]],
    ["an identity from another version", [{ type: "Authenticate", baseVersion: 4, tokenType: "None" }]],
    ["a timestamp of another deployment", [{ ...connect, maxObservedTimestamp: encodeTimestamp(2n ** 62n) }]],
  ])("%s: closed as InternalServerError, after which the client tries again", async (_what, frames) => {
    const { code, reason, answers } = await send(...frames);
    expect([code, reason]).toEqual([1011, "InternalServerError"]);
    expect(answers.filter(({ type }) => type !== "Transition")).toEqual([]);
  });

  it("a frame of 65 MiB: closed as too large", async () => {
    const { code, answers } = await send("x".repeat(65 * 1024 * 1024));
    expect(code).toBe(1009);
    expect(answers).toEqual([]);
  });

  it("too many mutations at once: closed, to be tried again", async () => {
    const mutations = Array.from({ length: 1_200 }, (_, requestId) => ({
      type: "Mutation",
      requestId,
      udfPath: "notes:add",
      args: [{ text: String(requestId) }],
    }));
    deployment.functions.hold();
    const { code, reason } = await send(connect, ...mutations);
    deployment.functions.release();
    expect([code, reason]).toEqual([1013, "TooManyConcurrentMutations"]);
  });
});

describe("credentials", () => {
  it("a foreign admin key: an AuthError with Convex's text", async () => {
    const { answers } = await send(connect, {
      type: "Authenticate",
      baseVersion: 0,
      tokenType: "Admin",
      value: "other-instance|abcdef",
    });
    expect(answers).toEqual([
      {
        type: "AuthError",
        error: "The provided admin key was invalid for this instance",
        baseVersion: 0,
        authUpdateAttempted: true,
      },
    ]);
  });

  it("a jwks that is no URL: no AuthError, but closed as InternalServerError", async () => {
    deployment.functions.push({
      providers: [{ ...providerOf(deployment.issuer), jwks: "api.workos.com/jwks" }],
    });
    const value = await deployment.issuer.sign();
    const { code, reason, answers } = await send(connect, {
      type: "Authenticate",
      baseVersion: 0,
      tokenType: "User",
      value,
    });
    expect([code, reason]).toEqual([1011, "InternalServerError"]);
    expect(answers).toEqual([]);
    expect(deployment.events("verdict")[0]).toMatchObject({
      failureMode: "jwks-url-wrong",
      detail: { cause: "jwks-url-invalid" },
    });
  });
});

describe("other upgrades", () => {
  it.each(["/", "/api/sync/x", "/api", "/apisync", "/api/a/b/sync"])("%s is not found", async (path) => {
    const socket = new WebSocket(deployment.url.replace("http", "ws") + path);
    const status = await new Promise((resolve) => {
      socket.on("unexpected-response", (_request, response) => resolve(response.statusCode));
      socket.on("error", () => {});
    });
    expect(status).toBe(404);
  });
});
