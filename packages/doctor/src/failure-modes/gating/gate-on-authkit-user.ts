import { byFile } from "../../facts/gating/by-file.ts";
import { prematureQueries, sendsWithoutToken } from "../../facts/gating/premature-queries.ts";
import type { Example } from "../example.ts";
import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";

export default failureMode({
  id: "gate-on-authkit-user",
  step: "gating",
  severity: "error",
  title: "A query waits for AuthKit's user instead of Convex's verdict",
  short: "Gate on AuthKit's user",
  symptoms: [
    "Right after signing in or reloading, the page fails with the function's own “Unauthenticated”, then works.",
    "Where Convex refuses the token, the page crashes instead of saying that nobody is signed in.",
  ],
  errorTexts: ["[CONVEX Q(notes:list)] Server Error Uncaught Error: Unauthenticated", "Not authenticated"],
  explanation:
    "AuthKit's `user` says that there is a session at WorkOS. Whether Convex has accepted the token is another question, answered later, and " +
    "sometimes with no. A component that is shown as soon as `user` is there sends its queries before the token, and a function that " +
    "throws without an identity takes the page down. While Convex refuses the token, it happens each time.",
  notAProblemWhen:
    "The `useAuth` in question is the app's own and carries Convex's verdict, the user is only displayed, or the function answers without an identity. " +
    "Pages that the server guards with `withAuth()` and whose queries tolerate null are right, too.",
  remedy: () => [
    "Gate on Convex: <Authenticated>…</Authenticated> of convex/react, or useConvexAuth().isAuthenticated.",
    "Keep AuthKit's user for what it is good for: showing name and picture.",
  ],
  sources: [
    "https://docs.convex.dev/auth/authkit",
    "https://docs.convex.dev/auth/debug",
    "https://github.com/get-convex/templates/issues/245",
  ],
  appliesTo: {},
  testedWith: { convex: "1.48.0" },
  masks: ["query-before-auth"],
  detectors: [
    detector({
      needs: ["gating", "wiring"],
      *find({ gating, wiring }) {
        const early = sendsWithoutToken(wiring);
        if (early === false) return;
        const waiting = prematureQueries(gating, null).filter(({ gate }) => gate === "authkit-user");
        if (typeof early === "string") {
          if (waiting.length > 0) yield notChecked(early);
          return;
        }
        for (const queries of byFile(waiting)) {
          const [first] = queries;
          const [gate] = first.way.gates;
          const gates = new Map(
            queries.flatMap(({ way }) => way.gates).map((it) => [JSON.stringify(it), it]),
          );
          yield shown({
            subject: first.location.file,
            severity: "warning",
            location: first.location,
            evidence: [...queries, ...gates.values()].map(({ quote, location }) => ({
              kind: "project",
              quote,
              location,
            })),
            detail: `${first.quote} waits for AuthKit's user only${gate === undefined ? "" : ` (${gate.quote})`}, and ${first.query} throws until Convex has accepted the token.`,
          });
        }
      },
    }),
  ],
});

const NOTES = "apps/web/src/components/notes.tsx";
const GATED = `    <>
      <AuthLoading>Loading…</AuthLoading>
      <Authenticated>
        <NoteList />
      </Authenticated>
    </>
`;
const IMPORT = 'import { api } from "@notes/backend/convex/_generated/api";\n';
const WITH_AUTHKIT = `${IMPORT}import { useAuth } from "@workos-inc/authkit-nextjs/components";\n`;
const START = "export function Notes() {\n";

export const examples: Example[] = [
  {
    name: "the notes are shown as soon as AuthKit knows its user",
    project: "nextjs-monorepo",
    edits: [
      { file: NOTES, replace: IMPORT, with: WITH_AUTHKIT },
      { file: NOTES, replace: START, with: `${START}  const { user } = useAuth();\n` },
      { file: NOTES, replace: GATED, with: "    <>{user && <NoteList />}</>\n" },
    ],
    expect: [`warning gate-on-authkit-user ${NOTES}:15`],
  },
  {
    name: "the query is skipped until AuthKit knows its user, in a hook of its own",
    project: "vite-spa",
    edits: [
      {
        file: "src/home.tsx",
        replace: "      <Authenticated>\n        <NoteList />\n",
        with: "      <NoteList />\n      <Authenticated>\n",
      },
      { file: "src/home.tsx", replace: "useQuery(api.notes.list)", with: "useNotes()" },
      {
        file: "src/home.tsx",
        replace: "function NoteList() {\n",
        with: 'function useNotes() {\n  const auth = useAuth();\n  const mayRead = !auth.isLoading && auth.user !== null;\n  return useQuery(api.notes.list, mayRead ? {} : "skip");\n}\n\nfunction NoteList() {\n',
      },
    ],
    expect: ["warning gate-on-authkit-user src/home.tsx:38"],
  },
  {
    name: "useAuth is the app's own and carries Convex's verdict",
    project: "nextjs-monorepo",
    edits: [
      { file: NOTES, replace: IMPORT, with: `${IMPORT}import { useAuth } from "@/components/use-auth";\n` },
      { file: NOTES, replace: START, with: `${START}  const { user } = useAuth();\n` },
      { file: NOTES, replace: GATED, with: "    <>{user && <NoteList />}</>\n" },
      {
        file: "apps/web/src/components/use-auth.ts",
        write:
          'import { useAuth as useAuthKit } from "@workos-inc/authkit-nextjs/components";\nimport { useConvexAuth } from "convex/react";\n\nexport function useAuth() {\n  const { user } = useAuthKit();\n  const { isAuthenticated } = useConvexAuth();\n  return { user: isAuthenticated ? user : null };\n}\n',
      },
    ],
    expect: [],
  },
  {
    name: "AuthKit's user is only displayed",
    project: "nextjs-monorepo",
    edits: [
      { file: NOTES, replace: IMPORT, with: WITH_AUTHKIT },
      { file: NOTES, replace: START, with: `${START}  const { user } = useAuth();\n` },
      {
        file: NOTES,
        replace: "      <AuthLoading>Loading…</AuthLoading>\n",
        with: "      <AuthLoading>Loading…</AuthLoading>\n      {user && <p>{user.email}</p>}\n",
      },
    ],
    expect: [],
  },
  {
    name: "AuthKit's user gates a query that answers without an identity",
    project: "nextjs-monorepo",
    edits: [
      { file: NOTES, replace: IMPORT, with: WITH_AUTHKIT },
      { file: NOTES, replace: START, with: `${START}  const { user } = useAuth();\n` },
      { file: NOTES, replace: GATED, with: "    <>{user && <NoteList />}</>\n" },
      {
        file: NOTES,
        replace: "  const notes = useQuery(api.notes.list);\n",
        with: "  const me = useQuery(api.profile.me);\n",
      },
      {
        file: NOTES,
        replace: "      <ul>{notes?.map((note) => <li key={note._id}>{note.text}</li>)}</ul>\n",
        with: "      <p>{me?.name}</p>\n",
      },
    ],
    expect: [],
  },
  {
    name: "both are asked",
    project: "nextjs-monorepo",
    edits: [
      { file: NOTES, replace: IMPORT, with: WITH_AUTHKIT },
      {
        file: NOTES,
        replace: START,
        with: `${START}  const { user } = useAuth();\n  const { isAuthenticated } = useConvexAuth();\n`,
      },
      { file: NOTES, replace: "AuthLoading, useMutation", with: "AuthLoading, useConvexAuth, useMutation" },
      { file: NOTES, replace: GATED, with: "    <>{user && isAuthenticated ? <NoteList /> : null}</>\n" },
    ],
    expect: [],
  },
];
