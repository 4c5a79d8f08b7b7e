import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Timeline } from "../timeline/timeline.ts";
import type { Answers, PlainAnswerer } from "./answer-requests.ts";
import type { LoopbackServer } from "./loopback.ts";
import { plantedAnswer } from "./planted-answer.ts";
import { serveRecorded } from "./serve-recorded.ts";
import { jsonAnswer } from "./text-answer.ts";

let timeline: Timeline;
let server: LoopbackServer;
let answer: PlainAnswerer;
let answers: Answers | Promise<Answers>;
beforeEach(async () => {
  answers = { fetch: () => new Response("not plain"), plain: (request) => answer(request) };
  ({ timeline, server } = await serveRecorded(() => answers));
});
afterEach(() => server.close());

const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, { method: "POST", body, headers });

describe("a request that is answered plainly", () => {
  it("is handed over as it came, and its answer given back", async () => {
    answer = async ({ method, url, headers, text }) =>
      jsonAnswer({
        method,
        url,
        type: headers.get("x-type"),
        none: headers.get("x-none"),
        body: await text(),
      });
    const response = await post("/a?b=c", "\uFEFFäöü", { "x-type": "umlauts" });
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(await response.json()).toEqual({
      method: "POST",
      url: `${server.url}/a?b=c`,
      type: "umlauts",
      none: null,
      body: "äöü",
    });
  });

  it("waits for the answers to exist", async () => {
    let settle: (value: Answers) => void = () => {};
    answers = new Promise((resolve) => (settle = resolve));
    const arriving = post("/", "");
    settle({ fetch: () => new Response("not plain"), plain: async () => jsonAnswer({}) });
    expect(await (await arriving).json()).toEqual({});
  });

  it("is written down with the event that tells of it", async () => {
    answer = async () => {
      await Promise.resolve();
      timeline.record({ side: "authkit", step: "token", kind: "grant", outcome: "ok", title: "A grant." });
      return { ...jsonAnswer({ ok: true }), headers: { "set-cookie": ["a=1; Path=/", "b=2"] } };
    };
    const response = await post("/user_management/authenticate", "{}");
    expect(response.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2"]);
    expect(await response.json()).toEqual({ ok: true });
    expect(timeline.events()).toMatchObject([
      {
        kind: "grant",
        http: {
          method: "POST",
          url: `${server.url}/user_management/authenticate`,
          requestBody: "{}",
          status: 200,
          responseHeaders: { "content-length": "11", "set-cookie": "a=[redacted]; Path=/\nb=[redacted]" },
          responseBody: '{"ok":true}',
        },
      },
    ]);
  });

  it("becomes an event itself where none tells of it", async () => {
    answer = async () => jsonAnswer({}, 404);
    await post("/a", "");
    expect(timeline.events()).toMatchObject([
      { kind: "http", outcome: "refused", title: "POST /a was answered with 404.", http: { status: 404 } },
    ]);
  });

  it("is left to the other answers where it is not meant", async () => {
    answer = () => null;
    expect(await (await post("/a", "")).text()).toBe("not plain");
    answer = async () => jsonAnswer({});
    expect(await (await post("/own", "")).text()).toBe("not plain");
    expect(timeline.events()).toMatchObject([{ title: "POST /a was answered with 200." }]);
  });

  it("is cut off where a fault wants it, and this is said", async () => {
    answer = async () => plantedAnswer({ reset: true });
    await expect(post("/", "")).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    await vi.waitFor(() =>
      expect(timeline.events()).toMatchObject([{ title: "POST / got no answer.", http: { status: 0 } }]),
    );
  });

  it("got no answer where the client went away", async () => {
    let finish: () => void = () => {};
    const arrived = new Promise<void>((resolve) => {
      answer = () => {
        resolve();
        return new Promise((give) => (finish = () => give(jsonAnswer({}))));
      };
    });
    const client = connect(server.port, "127.0.0.1");
    client.write("POST /gone HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n");
    await arrived;
    client.destroy();
    await vi.waitFor(() => expect(timeline.events()).toHaveLength(1));
    finish();
    answer = async () => jsonAnswer({});
    await post("/", "");
    expect(timeline.events()[0]).toMatchObject({ title: "POST /gone got no answer.", http: { status: 0 } });
  });

  it("is told what failed where its endpoint throws", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    answer = () => Promise.reject(new Error("out of order"));
    const response = await post("/", "");
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      code: "emulator_error",
      message: "The emulator failed: out of order",
    });
    expect(said).toHaveBeenCalledOnce();
    said.mockRestore();
  });
});
