import { isLocalhost, isLoopbackAddress, judgeHomepageUrl, parseWebUri } from "@convex-authkit/core";
import type { Hono } from "hono";
import * as v from "valibot";
import { invalidRequest } from "../api/api-error.ts";
import { readBody } from "../api/read-request.ts";
import type { AuthKitContext } from "../context.ts";

const BODY = v.object({ url: v.pipe(v.string(), v.nonEmpty("Url must be a non-empty string.")) });

/**
 * `PUT /user_management/app_homepage_url`, an endpoint that the Convex CLI uses and no document describes. It refuses localhost,
 * although the dashboard takes it; the CLI passes over that.
 */
export function addHomepageRoute(api: Hono, { environment }: AuthKitContext): void {
  api.put("/user_management/app_homepage_url", async (c) => {
    const { url } = await readBody(c, BODY);
    const problems = judgeHomepageUrl(url, { environment: environment.type });
    const host = parseWebUri(url)?.host ?? "";
    const local = isLocalhost(host) || isLoopbackAddress(host);
    const messages = [
      ...problems.filter(({ certainty }) => certainty === "certain").map(({ message }) => message),
      ...(local ? ["The homepage URL must not be on this machine."] : []),
    ];
    if (messages.length > 0)
      throw invalidRequest(messages.map((message) => ({ code: "invalid_url", message })));
    environment.homepageUrl = url;
    return c.json({ object: "app_homepage_url", url });
  });
}
