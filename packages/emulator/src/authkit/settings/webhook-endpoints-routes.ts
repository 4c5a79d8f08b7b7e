import { randomBytes } from "node:crypto";
import { isLocalhost, isLoopbackAddress, parseWebUri } from "@convex-authkit/core";
import type { Hono } from "hono";
import * as v from "valibot";
import { ApiError, conflict, notFound } from "../api/api-error.ts";
import { listPage } from "../api/list-page.ts";
import { readBody } from "../api/read-request.ts";
import type { AuthKitContext } from "../context.ts";
import type { WebhookEndpoint } from "../environment.ts";
import { createRegistrations } from "./registrations.ts";

const EVENTS = v.array(
  v.pipe(v.string(), v.regex(/^[a-z_]+(?:\.[a-z_]+)+$/, "Events must be names such as user.created.")),
);
const NEW = v.object({ endpoint_url: v.string(), events: EVENTS });
const CHANGES = v.object({
  endpoint_url: v.optional(v.string()),
  status: v.optional(v.picklist(["enabled", "disabled"])),
  events: v.optional(EVENTS),
});

/** `/webhook_endpoints`: list, add, change, remove. */
export function addWebhookEndpointsRoutes(api: Hono, { environment, parts }: AuthKitContext): void {
  const registrations = createRegistrations(
    "we",
    parts.clock,
    environment.webhooks.map(({ url }) => url),
  );
  /** An endpoint keeps the id of its first address. */
  const ids = new WeakMap<WebhookEndpoint, string>();
  const idOf = (endpoint: WebhookEndpoint): string => {
    const id = ids.get(endpoint) ?? registrations.of(endpoint.url).id;
    ids.set(endpoint, id);
    return id;
  };
  const shown = (endpoint: WebhookEndpoint) => {
    const { created_at, updated_at } = registrations.of(endpoint.url);
    return {
      object: "webhook_endpoint",
      id: idOf(endpoint),
      endpoint_url: endpoint.url,
      secret: endpoint.secret,
      status: endpoint.enabled === false ? "disabled" : "enabled",
      events: endpoint.events ?? [],
      created_at,
      updated_at,
    };
  };
  const found = (id: string): WebhookEndpoint => {
    const endpoint = environment.webhooks.find((one) => idOf(one) === id);
    if (endpoint === undefined) throw notFound("Webhook endpoint", id);
    return endpoint;
  };
  function checkUrl(url: string, own?: WebhookEndpoint): void {
    if (!isWebhookUrl(url))
      throw new ApiError(422, {
        message: "The endpoint URL must be an https address; http only on this machine.",
        code: "invalid_url",
      });
    if (environment.webhooks.some((one) => one !== own && one.url === url))
      throw conflict("duplicate_endpoint", `A webhook endpoint with the URL '${url}' already exists.`);
  }

  api.get("/webhook_endpoints", (c) => c.json(listPage(c, environment.webhooks.map(shown))));

  api.post("/webhook_endpoints", async (c) => {
    const { endpoint_url, events } = await readBody(c, NEW);
    checkUrl(endpoint_url);
    const secret = `whsec_${randomBytes(18).toString("base64url")}`;
    const endpoint: WebhookEndpoint = { url: endpoint_url, secret, events };
    environment.webhooks.push(endpoint);
    return c.json(shown(endpoint), 201);
  });

  api.patch("/webhook_endpoints/:id", async (c) => {
    const endpoint = found(c.req.param("id"));
    const { endpoint_url, status, events } = await readBody(c, CHANGES);
    if (endpoint_url !== undefined) {
      checkUrl(endpoint_url, endpoint);
      endpoint.url = endpoint_url;
    }
    if (status !== undefined) endpoint.enabled = status === "enabled";
    if (events !== undefined) endpoint.events = events;
    return c.json(shown(endpoint));
  });

  api.delete("/webhook_endpoints/:id", (c) => {
    environment.webhooks.splice(environment.webhooks.indexOf(found(c.req.param("id"))), 1);
    return c.body(null, 204);
  });
}

/** WorkOS wants https; what is tested on this machine has seldom a certificate. */
function isWebhookUrl(text: string): boolean {
  const uri = parseWebUri(text);
  if (uri === null || !URL.canParse(text)) return false;
  const scheme = uri.scheme.toLowerCase();
  return scheme === "https" || (scheme === "http" && (isLocalhost(uri.host) || isLoopbackAddress(uri.host)));
}
