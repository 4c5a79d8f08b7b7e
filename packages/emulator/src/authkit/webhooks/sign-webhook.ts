import { createHmac } from "node:crypto";

/**
 * The header `WorkOS-Signature` of a webhook (https://workos.com/docs/events/data-syncing/webhooks).
 *
 * @param body the request's body, byte for byte
 * @param time milliseconds since 1970
 */
export function signWebhook(body: string, secret: string, time: number): string {
  const hash = createHmac("sha256", secret).update(`${time}.${body}`).digest("hex");
  return `t=${time}, v1=${hash}`;
}
