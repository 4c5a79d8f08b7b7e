import { detector, failureMode, notChecked, shown, type Shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { unfollowedFetchers } from "../../facts/wiring/fetchers-in-use.ts";
import type { CapturedToken, TokenHandOver } from "../../facts/wiring/wiring.ts";

export default failureMode({
  id: "static-token-in-set-auth",
  step: "renewal",
  severity: "error",
  title: "Convex is given one token for ever, so everything stops when it expires",
  short: "Token captured once",
  symptoms: [
    "Everything works for five minutes, then every query fails until the page is reloaded.",
    "Convex says that the token has expired, although WorkOS has a session.",
  ],
  errorTexts: [
    "TokenExpired",
    "Convex token identity expired",
    "reauthentication failed, could not fetch a new token",
  ],
  explanation:
    "`setAuth` takes a function because Convex calls it again: before the token expires and when the server refuses it. " +
    "`client.setAuth(async () => token)` closes over a string that was read once, and answers every call with it. AuthKit's access " +
    "tokens live for five minutes; after that Convex gets the expired one again and gives up. The same holds for a `useCallback` " +
    "with empty dependencies that returns the hook's `accessToken`: it is the one of the first render, which has none.",
  notAProblemWhen:
    "The function asks the SDK or an endpoint on every call. `ConvexHttpClient.setAuth(token)` and `fetchQuery(…, { token })` take a " +
    "string for one request.",
  remedy: () => [
    "client.setAuth(async ({ forceRefreshToken }) => (forceRefreshToken ? await refresh() : await getAccessToken()) ?? null) with authkit-nextjs's useAccessToken().",
    "With authkit-react: client.setAuth(async ({ forceRefreshToken }) => await getAccessToken({ forceRefresh: forceRefreshToken })).",
    "Better in React: <ConvexProviderWithAuth client={convex} useAuth={…}>, which also knows when somebody signs out. Catch what the functions throw and try again.",
  ],
  sources: [
    "https://docs.convex.dev/auth/advanced/custom-auth",
    "https://docs.convex.dev/auth/authkit/add-to-app",
  ],
  appliesTo: {},
  testedWith: { convex: "1.48.0" },
  masks: ["same-token-reauth-deadlock"],
  detectors: [
    detector({
      needs: ["wiring"],
      *find({ wiring }) {
        yield* unfollowedFetchers(wiring).map(notChecked);
        for (const handOver of wiring.tokenHandOvers) {
          const token = handOver.fetcher?.onlyReturns ?? null;
          const judged = handOver.via === "setAuth" && token !== null ? judge(handOver, token) : null;
          if (token !== null && judged !== null) yield found(handOver.location, token, judged);
        }
      },
    }),
    detector({
      needs: ["wiring"],
      *find({ wiring }) {
        for (const { hooks } of wiring.tokenHandOvers) {
          for (const { fetcher, canBeAuthenticated } of hooks) {
            const token = fetcher?.onlyReturns ?? null;
            if (token === null || canBeAuthenticated === "no") continue;
            if (token.from !== "hook" || token.follows !== "no") continue;
            const why = `the function fetchAccessToken is made once and returns ${token.name} of that render, also when Convex asks for a fresh one`;
            yield found(token.location, token, { severity: "error", confidence: "certain", why });
          }
        }
      },
    }),
  ],
});

interface Judgement {
  severity: Shown["severity"];
  confidence: Shown["confidence"];
  why: string;
}

function judge({ client, effect, repeats }: TokenHandOver, token: CapturedToken): Judgement | null {
  if (token.from === "ref") return null;
  const isNamedToken = /token|jwt/i.test(token.name);
  if (!token.isAuthKit && !isNamedToken) return null;
  const isReplaced = effect?.followsToken === "yes" || repeats;
  if (isReplaced) {
    const why = `the code calls setAuth again with a new ${token.name}, but its function never asks for one when Convex does`;
    return { severity: "warning", confidence: token.isAuthKit ? "certain" : "likely", why };
  }
  const why = `the function can only ever return ${token.name}, which was read once`;
  // In the body of a component it runs with every render; a function may be called again by someone.
  const isFrozen = token.from === "read-once" || (token.from === "hook" && effect?.followsToken === "no");
  const isConnection = client === null || client.className === "ConvexReactClient";
  return token.isAuthKit && isFrozen && isConnection
    ? { severity: "error", confidence: "certain", why }
    : { severity: "warning", confidence: "likely", why };
}

function found(
  location: Shown["location"],
  token: CapturedToken,
  { severity, confidence, why }: Judgement,
): Shown {
  return shown({
    subject: `${token.location.file}:${token.location.line}`,
    severity,
    confidence,
    location,
    evidence: [{ kind: "project", quote: token.quote, location: token.location }],
    detail: `${why.slice(0, 1).toUpperCase()}${why.slice(1)}.`,
  });
}

const HOOK = "apps/web/src/components/providers.tsx";
const PLAIN = (body: string, imports = "useAccessToken"): string =>
  `"use client";

import { AuthKitProvider, ${imports} } from "@workos-inc/authkit-nextjs/components";
import { ConvexProvider, ConvexReactClient } from "convex/react";
import { useEffect, type ReactNode } from "react";

const convex = new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL!, { initialAuthTokenReuse: true });

export function Providers({ children }: { children: ReactNode }) {
  return (
    <AuthKitProvider>
      <Tokens />
      <ConvexProvider client={convex}>{children}</ConvexProvider>
    </AuthKitProvider>
  );
}

function Tokens() {
${body}
  return null;
}
`;

export const examples: readonly Example[] = [
  {
    name: "a token that an effect read once",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOOK,
        write: PLAIN(`  const { getAccessToken } = useAccessToken();
  useEffect(() => {
    void (async () => {
      const token = await getAccessToken();
      convex.setAuth(async () => token ?? null);
    })();
  }, [getAccessToken]);`),
      },
    ],
    expect: [`error static-token-in-set-auth ${HOOK}:23`],
  },
  {
    name: "an effect that sets each new token and never asks for one",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOOK,
        write: PLAIN(`  const { accessToken } = useAccessToken();
  useEffect(() => {
    if (accessToken) convex.setAuth(async () => accessToken);
  }, [accessToken]);`),
      },
    ],
    expect: [`warning static-token-in-set-auth ${HOOK}:21`],
  },
  {
    name: "the hook's token is captured with empty dependencies",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOOK,
        replace: "  const { getAccessToken, refresh } = useAccessToken();",
        with: "  const { accessToken } = useAccessToken();",
      },
      {
        file: HOOK,
        replace: `    async ({ forceRefreshToken }: { forceRefreshToken: boolean }) => {
      if (userId === undefined) return null;
      // A failed refresh is tried again: Convex takes null for a sign-out, and a throw stops its socket.
      for (let wait = 1_000; ; wait = Math.min(2 * wait, 30_000)) {
        try {
          const token = forceRefreshToken ? await refresh() : await getAccessToken();
          return token ?? null;
        } catch {
          await new Promise((resolve) => setTimeout(resolve, wait));
        }
      }
    },
    [userId, getAccessToken, refresh],`,
        with: "    async () => accessToken ?? null,\n    [],",
      },
    ],
    expect: [`error static-token-in-set-auth ${HOOK}:25`],
  },
  {
    name: "setAuth asks the SDK on every call",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOOK,
        write: PLAIN(`  const { getAccessToken, refresh } = useAccessToken();
  useEffect(() => {
    convex.setAuth(async ({ forceRefreshToken }) => {
      for (;;) {
        try {
          return (await (forceRefreshToken ? refresh() : getAccessToken())) ?? null;
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 1_000));
        }
      }
    });
  }, [getAccessToken, refresh]);`),
      },
    ],
    expect: [],
  },
  {
    name: "a token for one request of the server",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/src/app/api/export/route.ts",
        write: `import { api } from "@notes/backend/convex/_generated/api";
import { withAuth } from "@workos-inc/authkit-nextjs";
import { ConvexHttpClient } from "convex/browser";

export async function GET() {
  const { accessToken } = await withAuth();
  const client = new ConvexHttpClient(process.env.NEXT_PUBLIC_CONVEX_URL!);
  if (accessToken) client.setAuth(accessToken);
  return Response.json(await client.query(api.notes.list));
}
`,
      },
    ],
    expect: [],
  },
];
