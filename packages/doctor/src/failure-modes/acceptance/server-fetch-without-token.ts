import { byFile } from "../../facts/gating/by-file.ts";
import type { Example } from "../example.ts";
import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";

export default failureMode({
  id: "server-fetch-without-token",
  step: "acceptance",
  severity: "warning",
  title: "A server-side call reaches a function that needs an identity without a token",
  short: "Server call without a token",
  symptoms: [
    "A page, a route handler or a server action fails for everybody, signed in or not.",
    "Data fetched on the server is empty, while the same query in a component has it.",
  ],
  errorTexts: ["Server Error Uncaught Error: Unauthenticated", "Not authenticated", "Unauthorized"],
  explanation:
    "`fetchQuery`, `fetchMutation`, `fetchAction` and `preloadQuery` of `convex/nextjs`, and `ConvexHttpClient`, each send one request and know nothing of " +
    "the session in the browser or in the cookie: the access token has to be given to each call, or to the client. Without it the function runs " +
    "without an identity, for signed-in users too.",
  notAProblemWhen:
    "The call gets `{ token }`, the client got one with `setAuth`, or the function answers without an identity.",
  remedy: () => [
    "Give the call the token: const { accessToken } = await withAuth(); await preloadQuery(api.notes.list, {}, { token: accessToken });",
    "Or the client: const client = new ConvexHttpClient(url); client.setAuth(accessToken); a client per request, never one for all of them.",
  ],
  sources: [
    "https://docs.convex.dev/client/nextjs/app-router/server-rendering",
    "https://docs.convex.dev/auth/debug",
  ],
  appliesTo: {},
  testedWith: { convex: "1.48.0" },
  masks: [],
  detectors: [
    detector({
      needs: ["serverCalls"],
      *find({ serverCalls: { calls } }) {
        const unclear = calls.find(
          ({ withoutIdentity, token }) => withoutIdentity === "throws" && token === "unknown",
        );
        if (unclear !== undefined) {
          yield notChecked(
            `whether the server-side call of ${unclear.calls} and others gets a token could not be told`,
          );
        }
        const open = calls.find(
          ({ withoutIdentity, token }) => withoutIdentity === "unknown" && token === "absent",
        );
        if (open !== undefined) {
          yield notChecked(`whether ${open.calls} and others need an identity could not be told`);
        }
        const broken = calls.filter(
          ({ withoutIdentity, token }) => withoutIdentity === "throws" && token === "absent",
        );
        for (const ofFile of byFile(broken)) {
          const [first, ...others] = ofFile;
          const more = others.length === 0 ? "" : ` (and ${others.length} more in this file)`;
          yield shown({
            subject: first.location.file,
            severity: "warning",
            location: first.location,
            evidence: ofFile.map(({ quote, location }) => ({ kind: "project", quote, location })),
            detail: `${first.quote} carries no token${more}, and ${first.calls} throws without an identity.`,
          });
        }
      },
    }),
  ],
});

const PAGE = "apps/web/src/app/report/page.tsx";
const page = (call: string, imports: string) => ({
  file: PAGE,
  write: `import { withAuth } from "@workos-inc/authkit-nextjs";\n${imports}import { api } from "@notes/backend/convex/_generated/api";\n\nexport default async function ReportPage() {\n  const { accessToken } = await withAuth();\n  ${call}\n  return <p>{notes.length}</p>;\n}\n`,
});
const FETCH = 'import { fetchQuery } from "convex/nextjs";\n';
const CLIENT = 'import { ConvexHttpClient } from "convex/browser";\n';
const URL = "process.env.NEXT_PUBLIC_CONVEX_URL!";

export const examples: Example[] = [
  {
    name: "a page fetches a list that needs an identity",
    project: "nextjs-monorepo",
    edits: [page("const notes = await fetchQuery(api.notes.list);", FETCH)],
    expect: [`warning server-fetch-without-token ${PAGE}:7`],
  },
  {
    name: "options without a token, twice",
    project: "nextjs-monorepo",
    edits: [
      page(
        `const notes = await fetchQuery(api.notes.list, {}, { url: ${URL} });\n  await fetchMutation(api.notes.add, { text: "Read" });`,
        'import { fetchMutation, fetchQuery } from "convex/nextjs";\n',
      ),
    ],
    expect: [`warning server-fetch-without-token ${PAGE}:7`],
  },
  {
    name: "a client that nobody gives a token",
    project: "nextjs-monorepo",
    edits: [
      page(
        `const client = new ConvexHttpClient(${URL});\n  const notes = await client.query(api.notes.list);`,
        CLIENT,
      ),
    ],
    expect: [`warning server-fetch-without-token ${PAGE}:8`],
  },
  {
    name: "a client of another file, in a single-page app",
    project: "vite-spa",
    edits: [
      {
        file: "src/http.ts",
        write:
          'import { ConvexHttpClient } from "convex/browser";\n\nexport const http = new ConvexHttpClient(import.meta.env.VITE_CONVEX_URL);\n',
      },
      {
        file: "src/export.ts",
        write:
          'import { api } from "../convex/_generated/api";\nimport { http } from "./http";\n\nexport const exported = () => http.query(api.notes.list);\n',
      },
    ],
    expect: ["warning server-fetch-without-token src/export.ts:4"],
  },
  {
    name: "the token is given",
    project: "nextjs-monorepo",
    edits: [page("const notes = await fetchQuery(api.notes.list, {}, { token: accessToken });", FETCH)],
    expect: [],
  },
  {
    name: "the options come from elsewhere",
    project: "nextjs-monorepo",
    edits: [
      page(
        "const notes = await fetchQuery(api.notes.list, {}, await authOptions());",
        `${FETCH}import { authOptions } from "@/lib/auth-options";\n`,
      ),
    ],
    expect: [],
  },
  {
    name: "the client got the token, or may get it in a function that is given the client",
    project: "nextjs-monorepo",
    edits: [
      page(
        `const client = new ConvexHttpClient(${URL});\n  if (accessToken) client.setAuth(accessToken);\n  const notes = await client.query(api.notes.list);`,
        CLIENT,
      ),
      {
        file: "apps/web/src/lib/report.ts",
        write: `${CLIENT}import { api } from "@notes/backend/convex/_generated/api";\nimport { signInto } from "@example/sign-into";\n\nexport async function report() {\n  const client = new ConvexHttpClient(${URL});\n  await signInto(client);\n  return client.query(api.notes.list);\n}\n`,
      },
      {
        file: "apps/web/src/lib/made-with-token.ts",
        write: `${CLIENT}import { api } from "@notes/backend/convex/_generated/api";\n\nexport const read = (auth: string) =>\n  new ConvexHttpClient(${URL}, { auth }).query(api.notes.list);\n`,
      },
    ],
    expect: [],
  },
  {
    name: "the function answers without an identity",
    project: "nextjs-monorepo",
    edits: [
      page("const notes = await fetchQuery(api.notes.list);", FETCH),
      {
        file: "packages/backend/convex/notes.ts",
        replace: 'if (identity === null) throw new Error("Sign in to see your notes.");',
        with: "if (identity === null) return [];",
      },
    ],
    expect: [],
  },
  {
    name: "the function answers a share link before it asks who is there",
    project: "nextjs-monorepo",
    edits: [
      page('const notes = await fetchQuery(api.notes.list, { share: "x" });', FETCH),
      {
        file: "packages/backend/convex/notes.ts",
        replace: "  args: {},\n  handler: async (ctx) => {\n",
        with: '  args: { share: v.optional(v.string()) },\n  handler: async (ctx, { share }) => {\n    if (share !== undefined) return await ctx.db.query("notes").collect();\n',
      },
    ],
    expect: [],
  },
  {
    name: "a component asks over its own connection, and another client has methods of the same names",
    project: "nextjs-monorepo",
    edits: [
      page(
        "const notes = await database.query(api.notes.list);",
        'import { database } from "@/lib/database";\n',
      ),
      {
        file: "apps/web/src/lib/database.ts",
        write:
          'import { ConvexHttpClient } from "convex/browser";\n\nexport const database = { query: async (_: unknown): Promise<unknown[]> => [] };\nexport type Client = ConvexHttpClient;\n',
      },
    ],
    expect: [],
  },
];
