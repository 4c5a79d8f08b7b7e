import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { WorkOS } from "@workos-inc/node";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WorkOS as WorkOS8 } from "workos-node-8";
import { failedRefresh } from "./refresh-failure.ts";
import { skipSdkWaits } from "./skip-sdk-waits.ts";

let server: Server;

/** What an SDK throws when a refresh is answered so; authkit-nextjs passes it on, as it is or as a cause. */
async function errorOf(Sdk: typeof WorkOS | typeof WorkOS8, answer: RequestListener): Promise<unknown> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const { port } = server.address() as AddressInfo;
  const workos = new Sdk("sk_test_0", {
    apiHostname: "localhost",
    port,
    https: false,
    clientId: "client_0",
  });
  return await workos.userManagement
    .authenticateWithRefreshToken({ clientId: "client_0", refreshToken: "token" })
    .then(
      () => undefined,
      (error: unknown) => error,
    );
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response
      .writeHead(status, { "content-type": "application/json", ...headers })
      .end(JSON.stringify(body));

const html =
  (status: number): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { "content-type": "text/html" }).end("<h1>Service Unavailable</h1>");

const reset: RequestListener = (request) => void request.socket.destroy();

beforeEach(skipSdkWaits);
afterEach(async () => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe.each([
  ["@workos-inc/node 10", WorkOS],
  ["@workos-inc/node 8", WorkOS8],
])("a refresh that fails in %s", (_name, Sdk) => {
  it("ends the session where WorkOS says that the refresh token is no good", async () => {
    const error = await errorOf(
      Sdk,
      json(400, { error: "invalid_grant", error_description: "Session has already ended." }),
    );
    expect(failedRefresh(error)).toEqual({
      kind: "ended",
      reason: expect.stringContaining("Session has already ended."),
    });
  });

  it("ends it also where authkit-nextjs has wrapped the error", async () => {
    const cause = await errorOf(Sdk, json(400, { error: "invalid_grant", error_description: "Gone." }));
    expect(failedRefresh(new Error("Failed to refresh session", { cause }))).toMatchObject({ kind: "ended" });
  });

  it.each<[string, RequestListener]>([
    ["401, as with a wrong API key", json(401, { message: "Unauthorized" })],
    ["400 of another kind", json(400, { error: "invalid_request", error_description: "Which client?" })],
    ["500", json(500, { message: "Internal server error" })],
    ["503 in JSON", json(503, { message: "Service unavailable" })],
    ["503 in HTML", html(503)],
    ["200 in HTML, as from a captive portal", html(200)],
    ["a connection that is cut", reset],
  ])("may work later after %s", async (_answer, answer) => {
    expect(failedRefresh(await errorOf(Sdk, answer))).toEqual({
      kind: "transient",
      reason: expect.stringMatching(/./),
      retryAfter: undefined,
    });
  });

  it("may work after as long as a rate limit says", async () => {
    const error = await errorOf(Sdk, json(429, { message: "Too many requests" }, { "retry-after": "2" }));
    expect(failedRefresh(error)).toMatchObject({ kind: "transient", retryAfter: 2_000 });
  });
});

describe("an error of another kind", () => {
  beforeEach(() => void (server = createServer()));

  it.each([["a text"], [undefined], [null], [{ error: "invalid_grant" }]])(
    "that is no Error, such as %o, ends nothing",
    (error) => {
      expect(failedRefresh(error)).toMatchObject({ kind: "transient" });
    },
  );

  it("that is its own cause is read once", () => {
    const error = new Error("round and round");
    error.cause = error;
    expect(failedRefresh(error)).toMatchObject({ kind: "transient", reason: "round and round" });
  });
});
