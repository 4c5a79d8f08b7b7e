import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { WorkOS } from "@workos-inc/node";
import { afterEach, describe, expect, it } from "vitest";
import { createClock } from "../../clock/clock.ts";
import { createTimeline } from "../../timeline/timeline.ts";
import { createDirectory } from "../directory/directory.ts";
import type { WebhookEndpoint } from "../environment.ts";
import { createWebhooks } from "./webhooks.ts";

const SECRET = "whsec_for_tests";

function start(endpoints: WebhookEndpoint[], send?: (request: Request) => Promise<Response>) {
  const clock = createClock();
  const timeline = createTimeline(clock);
  const environment = { webhooks: endpoints };
  return { clock, timeline, environment, webhooks: createWebhooks({ clock, timeline }, environment, send) };
}

/** An endpoint that answers with these statuses in turn, the last one for ever. */
function endpoint(...statuses: number[]) {
  const received: Request[] = [];
  return {
    received,
    send: async (request: Request) => {
      const status = statuses[Math.min(received.length, statuses.length - 1)] ?? 200;
      received.push(request);
      return new Response(null, { status });
    },
  };
}

describe("a webhook", () => {
  let server: Server | undefined;
  afterEach(() => void server?.close());

  it("is accepted by the SDK over HTTP, signature and all", async () => {
    const received: { body: string; signature: string }[] = [];
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        received.push({ body, signature: String(request.headers["workos-signature"]) });
        response.end("ok");
      });
    });
    const listening = server;
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/webhook`;
    const { clock, webhooks, timeline } = start([{ url, secret: SECRET }]);
    const directory = createDirectory({ accounts: [] }, clock);
    directory.subscribe(({ event, data }) => webhooks.announce(event, data));
    const user = directory.users.create({ email: "grüße@example.com", first_name: "Grüße" });
    await webhooks.settled();

    const [webhook] = received;
    const workos = new WorkOS("sk_test_x", { clientId: "client_x" });
    const event = await workos.webhooks.constructEvent({
      payload: JSON.parse(webhook?.body ?? "null") as Record<string, unknown>,
      sigHeader: webhook?.signature ?? "",
      secret: SECRET,
    });
    expect(event).toMatchObject({
      event: "user.created",
      data: { object: "user", id: user.id, email: "grüße@example.com", firstName: "Grüße" },
    });
    await expect(
      workos.webhooks.constructEvent({
        payload: JSON.parse(webhook?.body ?? "null") as Record<string, unknown>,
        sigHeader: webhook?.signature ?? "",
        secret: "another",
      }),
    ).rejects.toThrow(/does not match/);
    expect(timeline.events()).toMatchObject([{ kind: "webhook", outcome: "ok", step: "identity" }]);
    expect(JSON.stringify(timeline.events())).not.toContain(SECRET);
  });

  it("goes to the endpoints that want it", async () => {
    const hook = endpoint(200);
    const { webhooks } = start(
      [
        { url: "http://localhost/all", secret: SECRET },
        { url: "http://localhost/sessions", secret: SECRET, events: ["session.created"] },
        { url: "http://localhost/off", secret: SECRET, enabled: false },
      ],
      hook.send,
    );
    webhooks.announce("session.created", { object: "session", id: "session_1" });
    webhooks.announce("user.updated", { object: "user", id: "user_1" });
    await webhooks.settled();
    expect(hook.received.map(({ url }) => new URL(url).pathname)).toEqual(["/all", "/sessions", "/all"]);
  });

  it("that fails is tried three times more, and then no longer", async () => {
    const hook = endpoint(500);
    const { webhooks, clock, timeline } = start(
      [{ url: "http://localhost/hook", secret: SECRET }],
      hook.send,
    );
    webhooks.announce("user.created", { object: "user", id: "user_1" });
    await webhooks.settled();
    await clock.advance("5m");
    await webhooks.settled();
    await clock.advance("1d");
    expect(hook.received).toHaveLength(4);
    const bodies = await Promise.all(hook.received.map((request) => request.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(timeline.events().map(({ outcome }) => outcome)).toEqual(Array(4).fill("refused"));
    expect(timeline.events().at(-1)?.title).toBe(
      "The webhook user.created did not reach http://localhost/hook: it answered 500. It is not tried again.",
    );
  });

  it("that arrives at the second attempt is not sent again", async () => {
    const hook = endpoint(503, 200);
    const { webhooks, clock } = start([{ url: "http://localhost/hook", secret: SECRET }], hook.send);
    webhooks.announce("user.created", { object: "user", id: "user_1" });
    await webhooks.settled();
    await clock.advance("1d");
    expect(hook.received).toHaveLength(2);
  });

  it("to nowhere disturbs nobody", async () => {
    const { webhooks, timeline } = start([
      { url: "http://127.0.0.1:1/hook", secret: SECRET },
      { url: "no address", secret: SECRET },
    ]);
    webhooks.announce("user.created", { object: "user", id: "user_1" });
    await webhooks.settled();
    expect(timeline.events().map(({ outcome }) => outcome)).toEqual(["refused", "refused"]);
  });
});
