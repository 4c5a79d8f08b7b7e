import { html } from "hono/html";

/** Whether somebody followed a link of another page to the console, rather than a page reaching into it. */
export function isLinkToConsole(request: Request): boolean {
  const { pathname } = new URL(request.url);
  return (
    request.method === "GET" &&
    pathname === "/_emulator/console" &&
    request.headers.get("sec-fetch-mode") === "navigate" &&
    request.headers.get("sec-fetch-dest") === "document"
  );
}

/** The console is opened by its own pages alone; this one has the link. */
export async function askedFromElsewhere(): Promise<Response> {
  const document = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Console · convex-authkit emulator</title>
      </head>
      <body>
        <main>
          <h1>Open the console?</h1>
          <p>A page of another origin led here. The console shows test accounts and switches faults.</p>
          <p><a href="/_emulator/console">Open the console</a></p>
        </main>
      </body>
    </html>`;
  return new Response(String(document), {
    status: 403,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      "cache-control": "no-store",
    },
  });
}
