import { describe, expect, it } from "vitest";
import { loadRightProject } from "../../../right-projects/load.ts";
import { memoryFiles } from "../../project-files/memory-files.ts";
import { createModuleGraph } from "../../source/module-graph.ts";
import { noInputs } from "../inputs.ts";
import { readSourceTexts } from "../source-texts.ts";
import { readWorkspace } from "../workspace/read-workspace.ts";
import { readWiring } from "./read-wiring.ts";
import type { AuthHook, TokenFetcher, TokenHandOver, WiringFact } from "./wiring.ts";

function wiringIn(texts: Record<string, string>): WiringFact {
  const files = memoryFiles(texts);
  const sources = readSourceTexts(files);
  const workspace = readWorkspace({ files, sources });
  const [app] = workspace.apps;
  if (app === undefined) throw new Error("The project has no app.");
  return readWiring({ files, sources, graph: createModuleGraph(files), inputs: noInputs(0) }, app, workspace);
}

const MANIFEST = JSON.stringify({
  dependencies: {
    "@workos-inc/authkit-nextjs": "^4.3.2",
    convex: "^1.48.0",
    next: "^16.0.0",
    react: "^19.0.0",
  },
});

/** A Next.js app with one provider file. */
function wiringOf(provider: string, others: Record<string, string> = {}): WiringFact {
  return wiringIn({
    "package.json": MANIFEST,
    "convex/auth.config.ts": "export default { providers: [] };",
    "app/page.tsx": "export default function Page() { return null; }",
    "app/provider.tsx": provider,
    ...others,
  });
}

const IMPORTS = `"use client";
import { AuthKitProvider, useAccessToken, useAuth } from "@workos-inc/authkit-nextjs/components";
import { ConvexProvider, ConvexProviderWithAuth, ConvexReactClient, useConvex } from "convex/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
`;

/** The provider with a hook whose body is given. */
function withHook(body: string, before = ""): string {
  return `${IMPORTS}
const convex = new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL!);
export function Provider({ children }) {
  return <ConvexProviderWithAuth client={convex} useAuth={useSession}>{children}</ConvexProviderWithAuth>;
}
${before}
function useSession() {
  const { user, loading } = useAuth();
  const { accessToken, error, loading: tokenLoading, getAccessToken, refresh } = useAccessToken();
${body}
}`;
}

function onlyHandOver({ tokenHandOvers }: WiringFact): TokenHandOver {
  const [first, ...others] = tokenHandOvers;
  if (first === undefined || others.length > 0)
    throw new Error(`There are ${tokenHandOvers.length} hand-overs.`);
  return first;
}

function hookOf(wiring: WiringFact): AuthHook {
  const [first, ...others] = onlyHandOver(wiring).hooks;
  if (first === undefined || others.length > 0) throw new Error("There is not exactly one hook.");
  return first;
}

function stateOf(isLoading: string, isAuthenticated: string, before = ""): AuthHook {
  return hookOf(
    wiringOf(
      withHook(`  ${before}
  const fetchAccessToken = useCallback(async () => null, []);
  return { isLoading: ${isLoading}, isAuthenticated: ${isAuthenticated}, fetchAccessToken };`),
    ),
  );
}

function fetcherOf(
  fetchAccessToken: string,
  dependencies = "[getAccessToken, refresh]",
  before = "",
): TokenFetcher {
  const hook = hookOf(
    wiringOf(
      withHook(
        `  const fetchAccessToken = useCallback(${fetchAccessToken}, ${dependencies});
  return { isLoading: loading, isAuthenticated: !!user, fetchAccessToken };`,
        before,
      ),
    ),
  );
  if (hook.fetcher === null) throw new Error("The fetcher could not be followed.");
  return hook.fetcher;
}

const lines = (places: readonly { quote: string }[]): string[] => places.map(({ quote }) => quote);

describe("the right projects", () => {
  it("hand over a forced refresh of authkit-nextjs", () => {
    const wiring = wiringIn(loadRightProject("nextjs-monorepo"));
    const handOver = onlyHandOver(wiring);
    expect(handOver).toMatchObject({
      via: "ConvexProviderWithAuth",
      location: { file: "apps/web/src/components/providers.tsx", line: 12 },
      client: { initialAuthTokenReuse: "yes", expectAuth: "absent", createdIn: "module" },
    });
    expect(hookOf(wiring)).toMatchObject({
      sdk: "@workos-inc/authkit-nextjs",
      isLoadingMirrorsToken: "no",
      isAuthenticatedMirrorsToken: "no",
      tokenErrorIsLoading: "no",
      signedOutIsLoading: "no",
      canBeAuthenticated: "yes",
      fetcher: { asksWhenForced: ["refresh"], asksOtherwise: ["sdk"], nullAfterFailure: [], uncaught: [] },
    });
    expect(wiring.authKitProviders).toHaveLength(1);
  });

  it("hand over authkit-react's token with its option", () => {
    const wiring = wiringIn(loadRightProject("vite-spa"));
    expect(hookOf(wiring)).toMatchObject({
      sdk: "@workos-inc/authkit-react",
      fetcher: { asksWhenForced: ["refresh"], asksOtherwise: ["sdk"], nullAfterFailure: [], uncaught: [] },
    });
    const [provider] = wiring.authKitProviders;
    expect(Object.keys(provider?.props ?? {})).toEqual([
      "clientId",
      "redirectUri",
      "apiHostname",
      "https",
      "port",
    ]);
    expect(provider?.props["clientId"]?.text).toEqual({
      parts: [{ env: "VITE_WORKOS_CLIENT_ID" }],
      fallback: null,
    });
  });
});

describe("what the hook says of loading", () => {
  it.each([
    ["loading", "!!user", "no", "no"],
    ["loading || tokenLoading", "!!user", "yes", "no"],
    ["(loading ?? false) || (tokenLoading ?? false)", "!!user", "yes", "no"],
    ["Boolean(loading) || !!tokenLoading", "user !== null", "yes", "no"],
    ["tokenLoading ? true : loading", "!!user", "yes", "no"],
    ["loading || (tokenLoading && !accessToken)", "!!user", "no", "no"],
    ["loading", "!!user && !!accessToken && !tokenLoading", "no", "yes"],
    ["loading || props.busy", "!!user", "unknown", "no"],
    ["state", "!!user", "unknown", "no"],
  ] as const)("isLoading: %s, isAuthenticated: %s", (isLoading, isAuthenticated, one, other) => {
    const hook = stateOf(isLoading, isAuthenticated, "const [state] = useState(tokenLoading);");
    expect(hook).toMatchObject({ isLoadingMirrorsToken: one, isAuthenticatedMirrorsToken: other });
  });

  it("follows constants, wrappers in other files and spreads", () => {
    const wiring = wiringOf(
      `${IMPORTS}
import { useSession } from "../lib/session";
const convex = new ConvexReactClient("");
export const Provider = () => <ConvexProviderWithAuth client={convex} useAuth={useSession} />;`,
      {
        "lib/session.ts": `import { useCallback, useMemo } from "react";
import * as authkit from "./authkit";
function useToken() {
  const token = authkit.useAccessToken();
  return { ...token, busy: token.loading };
}
export function useSession() {
  const auth = authkit.useAuth();
  const { busy, ...token } = useToken();
  const fetchAccessToken = useCallback(async ({ forceRefreshToken }) => (forceRefreshToken ? token.refresh() : null), [token.refresh]);
  const isBusy = auth.loading || busy;
  return useMemo(() => ({ isLoading: isBusy, isAuthenticated: Boolean(auth.user), fetchAccessToken }), [isBusy, auth.user, fetchAccessToken]);
}`,
        "lib/authkit.ts": 'export { useAccessToken, useAuth } from "@workos-inc/authkit-nextjs/components";',
      },
    );
    expect(hookOf(wiring)).toMatchObject({
      sdk: "@workos-inc/authkit-nextjs",
      isLoadingMirrorsToken: "yes",
      canBeAuthenticated: "yes",
      fetcher: { asksWhenForced: ["refresh"], identity: { kind: "memoized" } },
    });
  });

  it("tells errors and missing tokens that count as loading", () => {
    expect(stateOf("loading || !!error", "!!user")).toMatchObject({
      tokenErrorIsLoading: "yes",
      signedOutIsLoading: "no",
    });
    expect(stateOf("loading || !accessToken", "!!user").signedOutIsLoading).toBe("yes");
    expect(stateOf("loading || (!!user && !accessToken && !error)", "!!user")).toMatchObject({
      tokenErrorIsLoading: "no",
      signedOutIsLoading: "no",
    });
  });

  it("knows a hook that is only the first paint", () => {
    expect(stateOf("true", "false")).toMatchObject({ canBeAuthenticated: "no", isLoadingMirrorsToken: "no" });
  });

  it("does not take an own useAuth for AuthKit's", () => {
    const wiring = wiringOf(
      `import { ConvexProviderWithAuth, ConvexReactClient } from "convex/react";
import { useAuth } from "./own";
const convex = new ConvexReactClient("");
function useSession() {
  const { isLoading, user, fetchAccessToken } = useAuth();
  return { isLoading, isAuthenticated: !!user, fetchAccessToken };
}
export const Provider = () => <ConvexProviderWithAuth client={convex} useAuth={useSession} />;`,
      {
        "app/own.ts":
          'import { useContext } from "react";\nexport const useAuth = () => useContext(Own);\nexport const Own = null;',
      },
    );
    expect(hookOf(wiring)).toMatchObject({ sdk: null, isLoadingMirrorsToken: "unknown", fetcher: null });
    expect(wiring.foreignFields).toEqual([]);
  });

  it("reads every return of a hook", () => {
    const { hooks } = onlyHandOver(
      wiringOf(
        withHook(`  const fetchAccessToken = useCallback(async () => null, []);
  if (guest) return { isLoading: false, isAuthenticated: false, fetchAccessToken };
  return { isLoading: loading || tokenLoading, isAuthenticated: !!user, fetchAccessToken };`),
      ),
    );
    expect(hooks.map(({ isLoadingMirrorsToken }) => isLoadingMirrorsToken)).toEqual(["no", "yes"]);
  });
});

describe("what a forced fetch asks", () => {
  it.each<[string, string[], string[]]>([
    [
      "async ({ forceRefreshToken }) => (forceRefreshToken ? await refresh() : await getAccessToken())",
      ["refresh"],
      ["sdk"],
    ],
    [
      "async (args) => { if (args.forceRefreshToken) return (await refresh()) ?? null; return (await getAccessToken()) ?? null; }",
      ["refresh"],
      ["sdk"],
    ],
    [
      "async ({ forceRefreshToken: force = false } = {}) => (!force ? getAccessToken() : refresh())",
      ["refresh"],
      ["sdk"],
    ],
    [
      "async ({ forceRefreshToken }) => { const ask = forceRefreshToken === true ? refresh : getAccessToken; return await ask(); }",
      ["refresh"],
      ["sdk"],
    ],
    ["({ forceRefreshToken }) => load(forceRefreshToken, refresh, getAccessToken)", ["refresh"], ["sdk"]],
    ["async () => await getAccessToken()", ["sdk"], ["sdk"]],
    ["async () => (await fetch('/token')).json()", ["server"], ["server"]],
    ["async () => await askSomebody()", ["unknown"], ["unknown"]],
    ["async () => accessToken ?? null", [], []],
    // The option is authkit-react's; this SDK's function takes none.
    [
      "async ({ forceRefreshToken }) => getAccessToken({ forceRefresh: forceRefreshToken })",
      ["sdk"],
      ["sdk"],
    ],
    [
      "async () => await Promise.race([refresh(), timeout()])",
      ["refresh", "unknown"],
      ["refresh", "unknown"],
    ],
  ])("%s", (fetcher, forced, otherwise) => {
    const read = fetcherOf(
      fetcher,
      "[getAccessToken, refresh]",
      "async function load(force, fresh, held) { if (force) return await fresh(); return await held(); }",
    );
    expect(read).toMatchObject({ asksWhenForced: forced, asksOtherwise: otherwise });
  });

  it("leaves a function that it cannot follow alone", () => {
    const many = Array.from({ length: 20 }, (_, at) => `if (flag${at}) use(${at});`).join(" ");
    expect(() => fetcherOf(`async () => { ${many} return await refresh(); }`)).toThrow(
      "could not be followed",
    );
  });
});

describe("failures of a fetch", () => {
  const caught = (handler: string, given = "error"): string =>
    `async () => { try { return (await refresh()) ?? null; } catch (${given}) { ${handler} } }`;

  it("finds null after any failure", () => {
    expect(lines(fetcherOf(caught("console.error(error); return null;")).nullAfterFailure)).toHaveLength(1);
    expect(fetcherOf(caught("", "error").replace("} }", "} return null; }")).nullAfterFailure).toHaveLength(
      1,
    );
    expect(
      fetcherOf("async () => (await refresh().catch(() => undefined)) ?? null").nullAfterFailure,
    ).toHaveLength(1);
  });

  it("keeps still where the failure is looked at, tried again, or answered otherwise", () => {
    const quiet = [
      caught("if (error.code === 'over') return null; throw error;"),
      caught("const over = isOver(error); if (over) return null; return accessToken ?? null;"),
      caught("return isOver(error) ? null : lastToken.current;"),
      caught("switch (error.name) { case 'Over': return null; default: return await getAccessToken(); }"),
      caught("return lastToken.current ?? null;"),
      "async () => { for (;;) { try { return await refresh(); } catch { await wait(); } } }",
      "async () => { for (let left = 3; left > 0; left--) { try { return await refresh(); } catch {} } return null; }",
      "async () => { if (!user) return null; return await getAccessToken(); }",
      "async () => { try { return JSON.parse(stored).token; } catch { return null; } }",
    ];
    for (const fetcher of quiet) expect(fetcherOf(fetcher).nullAfterFailure, fetcher).toEqual([]);
  });

  it("finds calls whose failure leaves the function", () => {
    expect(fetcherOf("async () => await refresh()").uncaught).toHaveLength(1);
    expect(fetcherOf("async () => { try { return refresh(); } catch { return null; } }")).toMatchObject({
      uncaught: [{ quote: expect.stringContaining("return refresh()") as string }],
      nullAfterFailure: [],
    });
    expect(fetcherOf(caught("throw error;")).uncaught).toHaveLength(1);
    expect(fetcherOf(caught("return null;")).uncaught).toEqual([]);
    expect(fetcherOf("async () => { void refresh(); return null; }").uncaught).toEqual([]);
    expect(fetcherOf("async () => await ownWrapper()").uncaught).toEqual([]);
  });

  it("tells a refresh that only happens without a token", () => {
    const only = [
      "async ({ forceRefreshToken: force }) => { if (!accessToken && force) return await refresh(); return accessToken; }",
      "async ({ forceRefreshToken: force }) => (force && !accessToken ? await refresh() : accessToken)",
      "async () => { if (!accessToken) { await refresh(); } return accessToken; }",
    ];
    const always = [
      "async ({ forceRefreshToken: force }) => { if (!accessToken || force) return await refresh(); return accessToken; }",
      "async () => { const fresh = await refresh(); if (!accessToken) return fresh; return accessToken; }",
      "async () => { if (!user) await refresh(); return accessToken; }",
      "async () => { if (accessToken) return await refresh(); return null; }",
    ];
    for (const it of only) expect(fetcherOf(it).refreshesOnlyWithoutToken, it).toBe(true);
    for (const it of always) expect(fetcherOf(it).refreshesOnlyWithoutToken, it).toBe(false);
  });

  it("finds a refresh whose result is dropped", () => {
    expect(
      fetcherOf("async () => { await refresh(); return accessToken ?? null; }").droppedRefreshes,
    ).toHaveLength(1);
    const quiet = [
      "async () => { await refresh(); return await getAccessToken(); }",
      "async () => { const fresh = await refresh(); return fresh ?? accessToken; }",
      "async () => { const fresh = await refresh(); if (fresh) return fresh; return accessToken; }",
      "async () => { await refresh(); return lastToken.current; }",
      "async () => { try { return await refresh(); } catch { return accessToken; } }",
    ];
    for (const fetcher of quiet) expect(fetcherOf(fetcher).droppedRefreshes, fetcher).toEqual([]);
  });
});

describe("how long the fetcher lives", () => {
  it.each([
    ["[user, refresh]", ["user", "other"]],
    ["[user?.id, refresh, getAccessToken]", ["other", "other", "other"]],
    ["[accessToken]", ["token"]],
    ["[inline]", ["unstable"]],
    ["[loadedElsewhere()]", ["unknown"]],
  ])("%s", (dependencies, kinds) => {
    const hook = hookOf(
      wiringOf(
        withHook(`  const inline = () => refresh();
  const fetchAccessToken = useCallback(async () => await refresh(), ${dependencies});
  return { isLoading: loading, isAuthenticated: !!user, fetchAccessToken };`),
      ),
    );
    const { identity } = hook.fetcher ?? {};
    expect(identity?.kind === "memoized" ? identity.dependencies?.map(({ kind }) => kind) : identity).toEqual(
      kinds,
    );
  });

  it.each([
    [
      "  const fetchAccessToken = async () => await refresh();\n  return { isLoading: loading, isAuthenticated: !!user, fetchAccessToken };",
      "every-render",
    ],
    [
      "  const fetchAccessToken = useCallback(async () => await refresh());\n  return { isLoading: loading, isAuthenticated: !!user, fetchAccessToken };",
      "every-render",
    ],
    [
      "  return { isLoading: loading, isAuthenticated: !!user, fetchAccessToken: async () => await refresh() };",
      "every-render",
    ],
    [
      "  return useMemo(() => ({ isLoading: loading, isAuthenticated: !!user, fetchAccessToken: async () => await refresh() }), [loading, user, refresh]);",
      "memoized",
    ],
    [
      "  return useMemo(() => { const fetchAccessToken = async () => await refresh(); return { isLoading: loading, isAuthenticated: !!user, fetchAccessToken }; }, [loading, user, refresh]);",
      "memoized",
    ],
    ["  return { isLoading: loading, isAuthenticated: !!user, fetchAccessToken: ask };", "stable"],
  ])("%s", (body, kind) => {
    const hook = hookOf(wiringOf(withHook(body, "async function ask() { return null; }")));
    expect(hook.fetcher?.identity.kind).toBe(kind);
  });
});

describe("a local copy of ConvexProviderWithAuthKit", () => {
  it("is followed through its factory to the SDK that is passed in", () => {
    const wiring = wiringOf(
      `${IMPORTS}
import { WithAuthKit } from "./with-authkit";
import { useAuth as useReactAuth } from "@workos-inc/authkit-react";
export function Provider({ children }) {
  const [client] = useState(() => new ConvexReactClient("", { expectAuth: true }));
  return <WithAuthKit client={client} useAuth={useReactAuth}>{children}</WithAuthKit>;
}`,
      {
        "app/with-authkit.tsx": `import { ConvexProviderWithAuth } from "convex/react";
import { useCallback, useMemo } from "react";
export function WithAuthKit({ children, client, useAuth }) {
  const useSession = useMakeHook(useAuth);
  return <ConvexProviderWithAuth client={client} useAuth={useSession}>{children}</ConvexProviderWithAuth>;
}
function useMakeHook(useAuth) {
  return useMemo(() => function useSession() {
    const { isLoading, user, getAccessToken } = useAuth();
    const fetchAccessToken = useCallback(async () => { try { return await getAccessToken(); } catch { return null; } }, [getAccessToken]);
    return useMemo(() => ({ isLoading, isAuthenticated: !!user, fetchAccessToken }), [isLoading, user, fetchAccessToken]);
  }, [useAuth]);
}`,
      },
    );
    expect(onlyHandOver(wiring)).toMatchObject({
      client: { expectAuth: "true", createdIn: "memo" },
      hooks: [{ sdk: "@workos-inc/authkit-react", fetcher: { asksWhenForced: ["sdk"] } }],
    });
  });
});

describe("setAuth", () => {
  const inComponent = (body: string): string =>
    `${IMPORTS}
const convex = new ConvexReactClient("");
export function Tokens({ token }) {
  const { accessToken, getAccessToken, refresh } = useAccessToken();
  ${body}
  return null;
}`;

  it("is judged by what its function can return", () => {
    const handOver = onlyHandOver(
      wiringOf(inComponent("useEffect(() => { convex.setAuth(async () => accessToken); }, [accessToken]);")),
    );
    expect(handOver).toMatchObject({
      via: "setAuth",
      effect: { followsToken: "yes" },
      fetcher: { onlyReturns: { from: "hook", isAuthKit: true, name: "accessToken" } },
    });
  });

  it("counts on the client of a context, and not on other objects", () => {
    const used = wiringOf(
      inComponent("const client = useConvex(); useEffect(() => { client.setAuth(getAccessToken); }, []);"),
    );
    expect(onlyHandOver(used)).toMatchObject({ via: "setAuth", client: null });
    const ofQueries = wiringOf(
      inComponent(
        "useEffect(() => { queries.convexClient.setAuth(async () => accessToken); }, [accessToken]);",
      ),
    );
    expect(onlyHandOver(ofQueries)).toMatchObject({ client: null, effect: { followsToken: "yes" } });
    expect(wiringOf(inComponent("api.setAuth(async () => token);")).tokenHandOvers).toEqual([]);
  });

  it("may be given the SDK's own function, which knows no forceRefreshToken", () => {
    const given = (name: string) =>
      onlyHandOver(wiringOf(inComponent(`useEffect(() => { convex.setAuth(${name}); }, [${name}]);`)))
        .fetcher;
    expect(given("getAccessToken")).toMatchObject({
      identity: { kind: "stable" },
      asksWhenForced: ["sdk"],
      uncaught: [{ quote: expect.stringContaining("setAuth(getAccessToken)") }],
    });
    expect(given("refresh")).toBeNull();
    const hook = hookOf(
      wiringOf(
        withHook(
          "  return { isLoading: loading, isAuthenticated: !!user, fetchAccessToken: getAccessToken };",
        ),
      ),
    );
    expect(hook.fetcher).toMatchObject({ asksWhenForced: ["sdk"], reads: [{ quote: expect.any(String) }] });
  });

  it("on an HTTP client belongs to one request", () => {
    const wiring = wiringOf(
      `import { ConvexHttpClient } from "convex/browser";
import { fetchQuery } from "convex/nextjs";
export async function load(token) {
  const client = new ConvexHttpClient("");
  client.setAuth(token);
  await fetchQuery(api.notes.list, {}, { token });
  await fetchQuery(api.notes.list);
}`,
    );
    expect(wiring.tokenHandOvers.map(({ via }) => via)).toEqual(["server", "server"]);
  });
});

describe("clients", () => {
  it.each([
    ["const convex = new ConvexReactClient(url);", "module"],
    ["export function Provider() { const convex = new ConvexReactClient(url); return null; }", "component"],
    [
      "export function Provider() { const convex = useMemo(() => new ConvexReactClient(url), []); return null; }",
      "memo",
    ],
    [
      "export function Provider() { const kept = useRef(null); kept.current ??= new ConvexReactClient(url); return null; }",
      "function",
    ],
    ["export function getRouter() { const convex = new ConvexReactClient(url); return convex; }", "function"],
  ])("%s", (source, createdIn) => {
    expect(wiringOf(`${IMPORTS}\n${source}`).convexClients.map((it) => it.createdIn)).toEqual([createdIn]);
  });
});

describe("props of AuthKitProvider", () => {
  it("are text, or depend on the mode, or are unknown", () => {
    const wiring = wiringOf(
      `import { AuthKitProvider } from "@workos-inc/authkit-react";
const CLIENT_ID = process.env.VITE_WORKOS_CLIENT_ID ?? "client_01EXAMPLE";
export const Root = (rest) => (
  <AuthKitProvider clientId={CLIENT_ID} redirectUri={\`\${process.env.ORIGIN}/callback\`} https apiHostname={pick()} devMode={process.env.NODE_ENV !== "production"} {...rest} />
);`,
    );
    const [provider] = wiring.authKitProviders;
    expect(provider).toMatchObject({ package: "@workos-inc/authkit-react", open: true });
    expect(provider?.props).toMatchObject({
      clientId: {
        text: {
          parts: [{ env: "VITE_WORKOS_CLIENT_ID" }],
          fallback: { parts: [{ text: "client_01EXAMPLE" }] },
        },
      },
      redirectUri: { text: { parts: [{ env: "ORIGIN" }, { text: "/callback" }] } },
      https: { inDevelopment: "yes", inProduction: "yes" },
      apiHostname: { text: null, inProduction: "unknown" },
      devMode: { inDevelopment: "yes", inProduction: "no" },
    });
  });
});

describe("slips of the source", () => {
  it("finds a React hook that nothing declares", () => {
    const wiring = wiringOf(
      'import { useState } from "react";\nimport "convex/react";\nexport function A() { useState(); useEffect(() => {}); return null; }',
    );
    expect(wiring.undeclaredHooks.map(({ name }) => name)).toEqual(["useEffect"]);
  });

  it("accepts hooks that are imported, namespaced or declared", () => {
    const wiring = wiringOf(
      'import React, { useState as useS } from "react";\nimport "convex/react";\nfunction useMemo(make) { return make(); }\nexport function A() { useS(); React.useEffect(() => {}); useMemo(() => 1); return null; }',
    );
    expect(wiring.undeclaredHooks).toEqual([]);
  });

  it("finds the other SDK's loading state", () => {
    const wiring = wiringOf(
      `${IMPORTS}export function A() { const { isLoading } = useAuth(); return isLoading; }`,
    );
    expect(wiring.foreignFields).toMatchObject([{ field: "isLoading", instead: "loading" }]);
  });

  it("finds values of the server's entry in a client module, not types", () => {
    const imports =
      '"use client";\nimport { getSignInUrl, User } from "@workos-inc/authkit-nextjs";\nexport const a = (user: User) => ';
    expect(wiringOf(`${imports}getSignInUrl();`).serverImports).toMatchObject([{ names: ["getSignInUrl"] }]);
    expect(wiringOf(`${imports}user;`).serverImports).toEqual([]);
  });

  it.each([
    ['import type { withAuth } from "@workos-inc/authkit-nextjs";', []],
    ['import { type withAuth } from "@workos-inc/authkit-nextjs";', []],
    ['import { type User, withAuth } from "@workos-inc/authkit-nextjs";', ["withAuth"]],
    ['import * as withAuth from "@workos-inc/authkit-nextjs";', ["*"]],
    ['import withAuth from "@workos-inc/authkit-nextjs";', ["default"]],
    ['import { signOut as withAuth } from "@workos-inc/authkit-nextjs";', ["signOut"]],
  ])("names the exports that %s brings as values", (statement, names) => {
    const found = wiringOf(`"use client";\n${statement}\nexport const a = () => withAuth;`).serverImports;
    expect(found.flatMap((it) => it.names)).toEqual(names);
    expect(found.map(({ location }) => location.line)).toEqual(names.map(() => 2));
  });
});

describe("what is not part of the wiring", () => {
  it("is a function that nothing names", () => {
    const helper = `import { ConvexHttpClient } from "convex/browser";
export function clientFor(token: string) {
  const client = new ConvexHttpClient(process.env.CONVEX_URL!);
  client.setAuth(token);
  return client;
}
`;
    const handOvers = (others: Record<string, string>) =>
      wiringOf(`${IMPORTS}export const convex = new ConvexReactClient("x");\n`, {
        "lib/backend.ts": helper,
        ...others,
      }).tokenHandOvers.map(({ via }) => via);
    expect(handOvers({})).toEqual([]);
    expect(
      handOvers({ "lib/backend.test.ts": 'import { clientFor } from "./backend";\nclientFor("");\n' }),
    ).toEqual([]);
    expect(handOvers({ "app/page.tsx": 'export { clientFor as default } from "../lib/backend";\n' })).toEqual(
      ["server"],
    );
    expect(handOvers({ "lib/backend.ts": `${helper}export const guest = clientFor("");\n` })).toEqual([
      "server",
    ]);
    expect(
      handOvers({ "lib/backend.ts": helper.replace("function clientFor", "default function clientFor") }),
    ).toEqual(["server"]);
  });

  it("is neither Convex functions nor tests nor files that cannot be parsed", () => {
    const source = `${IMPORTS}const convex = new ConvexReactClient(""); convex.setAuth(async () => null);`;
    const wiring = wiringOf("<<<<<<< HEAD\nconst convex = new ConvexReactClient();\n=======\n>>>>>>> main", {
      "convex/client.tsx": source,
      "app/provider.test.tsx": source,
    });
    expect(wiring.tokenHandOvers).toEqual([]);
    expect(wiring.convexClients).toEqual([]);
  });

  it("is a credential in a quotation", () => {
    const { quote } = onlyHandOver(
      wiringOf(
        `${IMPORTS}const convex = new ConvexReactClient(""); convex.setAuth(async () => "eyJhbGciOiJSUzI1NiJ9.e30.c2ln");`,
      ),
    );
    expect(quote).not.toContain("eyJhbGci");
  });
});
