import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import { PAGE_STYLE } from "./page-style.ts";

/** Escaped HTML, as hono's `html` makes it. */
export type Html = ReturnType<typeof html>;

/** What a hosted page shows. */
export interface PageContent {
  title: string;
  body: Html;
  /** Room for addresses; a sign-in form wants little. */
  isWide?: boolean;
}

const STYLE_HASH = createHash("sha256").update(PAGE_STYLE).digest("base64");

/**
 * No script, nothing from elsewhere, and no other page around it. Where forms may lead is left open: they end at the app's
 * callback, wherever that is.
 */
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'`;

/** Answers with a page that nobody can take for WorkOS's. */
export async function page({ title, body, isWide = false }: PageContent, status = 200): Promise<Response> {
  const document = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} · convex-authkit emulator</title>
        ${raw(`<style>${PAGE_STYLE}</style>`)}
      </head>
      <body>
        <header><p class="origin">convex-authkit emulator — not WorkOS</p></header>
        <main${isWide ? raw(' class="wide"') : ""}>${body}</main>
      </body>
    </html>`;
  return new Response(String(document), {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": POLICY,
      "cache-control": "no-store",
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
    },
  });
}
