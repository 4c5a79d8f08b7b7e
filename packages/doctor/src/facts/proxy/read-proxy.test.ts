import { describe, expect, it } from "vitest";
import { appOf, readingOf } from "../routes/reading-for-tests.ts";
import type { Framework } from "../workspace/workspace.ts";
import { activeProxy, majorOf } from "./proxy.ts";
import { readProxy } from "./read-proxy.ts";

const PAGE = "export default function Page() { return null; }";
const proxiesOf = (texts: Record<string, string>, framework: Framework = "nextjs") =>
  readProxy(readingOf({ "app/page.tsx": PAGE, ...texts }), appOf(framework)).files;

const AUTHKIT = '"@workos-inc/authkit-nextjs"';
const PLAIN = `import { authkitMiddleware } from ${AUTHKIT}; export default authkitMiddleware();`;

describe("where Next.js looks for the proxy", () => {
  it("is beside the folder of the router", () => {
    expect(
      proxiesOf({ "proxy.ts": PLAIN, "src/proxy.ts": PLAIN, "app/proxy.ts": PLAIN }).map(
        ({ file, place }) => [file, place],
      ),
    ).toEqual([
      ["proxy.ts", "beside"],
      ["src/proxy.ts", "elsewhere"],
      ["app/proxy.ts", "elsewhere"],
    ]);
  });

  it("is src where the router lies in src", () => {
    const { files } = readProxy(
      readingOf({ "src/app/page.tsx": PAGE, "proxy.ts": PLAIN, "src/middleware.ts": PLAIN }),
      appOf("nextjs"),
    );
    expect(files.map(({ file, place, expectedIn }) => [file, place, expectedIn])).toEqual([
      ["src/middleware.ts", "beside", "src"],
      ["proxy.ts", "elsewhere", "src"],
    ]);
  });

  it("leaves alone what only shares the name", () => {
    expect(
      proxiesOf({ "src/proxy.ts": "export const proxy = (request: Request) => fetch(request);" }),
    ).toEqual([]);
    expect(proxiesOf({ "middleware.ts": "export const helper = 1;" })).toEqual([]);
  });
});

describe("what a proxy does", () => {
  it.each([
    ["authkitMiddleware", PLAIN],
    ["authkitProxy", `import { authkitProxy as guard } from ${AUTHKIT}; export const proxy = guard({});`],
    [
      "authkit",
      `import { authkit, handleAuthkitHeaders } from ${AUTHKIT}; export default async function proxy(request: Request) { const { headers } = await authkit(request); return handleAuthkitHeaders(request, headers); }`,
    ],
    ["authkitMiddleware", `export { authkitMiddleware as default } from ${AUTHKIT};`],
    [
      "other",
      'import { NextResponse } from "next/server"; export default function proxy() { return NextResponse.next(); }',
    ],
  ])("is told through %s", (kind, text) => {
    expect(proxiesOf({ "proxy.ts": text })).toMatchObject([{ kind }]);
  });

  it("is followed into an own wrapper", () => {
    const [file] = proxiesOf({
      "proxy.ts": 'import { guard } from "./lib/guard"; export default guard();',
      "lib/guard.ts": `import { authkitProxy } from ${AUTHKIT}; export function guard() { return authkitProxy({ eagerAuth: true }); }`,
    });
    expect(file).toMatchObject({ kind: "authkitProxy", options: { eagerAuth: true, protects: false } });
  });

  it.each([
    ["handleAuthkitProxy(request, headers, { redirect: authorizationUrl })", null],
    ["NextResponse.redirect(new URL('/welcome', request.url))", null],
    ["handleAuthkitProxy(request, headers)", false],
  ])("protects by rules of its own where it redirects itself: %s", (answer, protects) => {
    const [file] = proxiesOf({
      "proxy.ts": `import { NextResponse } from "next/server"; import { authkit, handleAuthkitProxy } from ${AUTHKIT}; export default async function proxy(request: Request) { const { session, headers, authorizationUrl } = await authkit(request); if (session.user) return handleAuthkitProxy(request, headers); return ${answer}; }`,
    });
    expect(file).toMatchObject({ kind: "authkit", options: { protects } });
  });

  it("has options that may be constants", () => {
    const [file] = proxiesOf({
      "proxy.ts": `import { authkitProxy } from ${AUTHKIT}; const open = ["/", "/about"]; const options = { middlewareAuth: { enabled: true, unauthenticatedPaths: [...open, "/x"] }, redirectUri: process.env.URI }; export default authkitProxy(options);`,
    });
    expect(file?.options).toMatchObject({
      protects: true,
      unauthenticatedPaths: ["/", "/about", "/x"],
      redirectUri: true,
      eagerAuth: false,
    });
  });

  it("redirects without AuthKit's headers only where nothing is added", () => {
    const proxy = (body: string) =>
      proxiesOf({
        "proxy.ts": `import { authkit, getSignInUrl, handleAuthkitHeaders } from ${AUTHKIT}; import { NextResponse } from "next/server"; export default async function proxy(request: Request) { const { headers, authorizationUrl } = await authkit(request); ${body} }`,
      })[0]?.bareRedirects.map(({ to }) => to);
    expect(proxy("return NextResponse.redirect(await getSignInUrl());")).toEqual(["getSignInUrl"]);
    expect(proxy("const url = await getSignInUrl(); return NextResponse.redirect(new URL(url));")).toEqual([
      "getSignInUrl",
    ]);
    expect(proxy("return NextResponse.redirect(authorizationUrl!);")).toEqual(["authorizationUrl"]);
    expect(proxy("return NextResponse.redirect(authorizationUrl!, { headers });")).toEqual([]);
    expect(proxy("return handleAuthkitHeaders(request, headers, { redirect: authorizationUrl });")).toEqual(
      [],
    );
    expect(proxy('return NextResponse.redirect(new URL("/sign-in", request.url));')).toEqual([]);
    expect(
      proxy(
        "const response = NextResponse.redirect(authorizationUrl!); headers.forEach((value, key) => response.headers.append(key, value)); return response;",
      ),
    ).toEqual([]);
  });

  it("may be TanStack Start's request middleware", () => {
    const files = proxiesOf(
      {
        "src/start.ts":
          'import { createStart } from "@tanstack/react-start"; import { authkitMiddleware } from "@workos/authkit-tanstack-react-start"; export const startInstance = createStart(() => ({ requestMiddleware: [authkitMiddleware()] }));',
      },
      "tanstack-start",
    );
    expect(files).toMatchObject([{ name: "start", kind: "authkitMiddleware", matchers: { kind: "all" } }]);
  });
});

describe("the matchers of a proxy", () => {
  const matchers = (config: string) => proxiesOf({ "proxy.ts": `${PLAIN}\n${config}` })[0]?.matchers;

  it.each([
    ["", { kind: "all" }],
    ["export const config = {};", { kind: "all" }],
    [
      'export const config = { matcher: "/admin" };',
      { kind: "list", list: [{ source: "/admin", conditional: false }] },
    ],
    [
      'export const config = { matcher: [{ source: "/a", missing: [{ type: "header", key: "next-router-prefetch" }, { type: "header", key: "purpose", value: "prefetch" }] }, { source: "/b", has: [{ type: "cookie", key: "x" }] }] } satisfies ProxyConfig;',
      {
        kind: "list",
        list: [
          { source: "/a", conditional: false },
          { source: "/b", conditional: true },
        ],
      },
    ],
    ["const paths = ['/a']; export const config = { matcher: paths };", { kind: "unknown" }],
    ['export { config } from "./config";', { kind: "unknown" }],
  ])("of %j", (config, expected) => {
    expect(matchers(config)).toMatchObject(expected);
  });

  it("are unknown where locales stand in front of paths, and in a file that cannot be parsed", () => {
    const files = {
      "next.config.js": 'module.exports = { i18n: { locales: ["de"], defaultLocale: "de" } };',
      "proxy.ts": `${PLAIN} export const config = { matcher: "/a" };`,
    };
    expect(proxiesOf(files)[0]?.matchers.kind).toBe("unknown");
    expect(proxiesOf({ "proxy.ts": "<<<<<<< HEAD\nexport" })[0]?.matchers.kind).toBe("unknown");
  });
});

describe("the file that Next.js runs", () => {
  const fact = { files: proxiesOf({ "proxy.ts": PLAIN, "middleware.ts": PLAIN }) };
  const only = (name: string) => ({ files: fact.files.filter((file) => file.name === name) });
  const nameOf = (found: ReturnType<typeof activeProxy>) => (typeof found === "string" ? found : found.name);

  it.each([
    [only("proxy"), 16, "proxy"],
    [only("proxy"), 15, "none"],
    [only("proxy"), null, "unknown"],
    [only("middleware"), 15, "middleware"],
    [only("middleware"), 16, "middleware"],
    [only("middleware"), null, "middleware"],
    [fact, 16, "proxy"],
    [fact, 15, "middleware"],
    [{ files: [] }, null, "none"],
  ])("case %#", (files, major, name) => {
    expect(nameOf(activeProxy(files, major))).toBe(name);
  });

  it.each([
    [{ declared: "^16.1.0", installed: "16.4.6" }, 16],
    [{ declared: "latest", installed: "15.5.9" }, 15],
    [{ declared: "^16", installed: null }, 16],
    [{ declared: "~15.2.3", installed: null }, 15],
    [{ declared: ">=14", installed: null }, null],
    [{ declared: "latest", installed: null }, null],
    [{ declared: "catalog:", installed: null }, null],
    [undefined, null],
  ])("depends on the major version: %j", (version, major) => {
    expect(majorOf(version)).toBe(major);
  });
});

describe("whether AuthKit's proxy gets every request", () => {
  const IMPORTS = `import { authkitMiddleware } from ${AUTHKIT}; import { NextResponse } from "next/server"; const handle = authkitMiddleware();`;
  it.each<[boolean, string, string]>([
    [true, "it is the proxy", "export default handle;"],
    [true, "it is made on the spot", "export default authkitMiddleware({});"],
    [true, "it is all that is returned", "export default (request, event) => handle(request, event);"],
    [
      true,
      "options are prepared first",
      "export default async function proxy(request, event) { const redirectUri = request.nextUrl.origin; return await authkitMiddleware({ redirectUri })(request, event); }",
    ],
    [
      false,
      "some are let pass before",
      'export default function proxy(request, event) { if (request.nextUrl.pathname === "/") return NextResponse.next(); return handle(request, event); }',
    ],
    [
      false,
      "a choice is made",
      "export default (request, event) => request.ok ? handle(request, event) : null;",
    ],
    [
      false,
      "something is done with its answer",
      "export default async (request, event) => changed(await handle(request, event));",
    ],
    [false, "a wrapper hands requests on", "export default withLocales(handle);"],
  ])("is %s where %s", (expected, _, text) => {
    expect(proxiesOf({ "proxy.ts": `${IMPORTS} ${text}` }).map((it) => it.getsAll)).toEqual([expected]);
  });
});
