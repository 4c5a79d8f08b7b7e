import type { CallbackPagesFact } from "../../facts/callback-pages/callback-pages.ts";
import type { Way } from "../../facts/gating/gating.ts";
import type { Example } from "../example.ts";
import { detector, failureMode, shown } from "../failure-mode.ts";

export default failureMode({
  id: "callback-auto-resignin",
  step: "callback",
  severity: "error",
  title: "A failed sign-in starts the next one by itself, for ever",
  short: "Failed sign-in starts itself again",
  symptoms: [
    "The browser bounces between the callback page and AuthKit without end.",
    "Nobody ever sees why signing in failed.",
  ],
  errorTexts: ["Couldn't exchange code for token"],
  explanation:
    "When the exchange of the code fails (a blocked request, a missing verifier, a wrong origin), there is no user and nothing is loading. A callback page " +
    "that then calls `signIn()` by itself goes to AuthKit, whose session brings it right back with a new code, and the exchange fails again. " +
    "The same loop arises over two pages, when the callback leads to a sign-in page that calls `signIn()` in an effect.",
  notAProblemWhen:
    "An error state, a guard or the presence of a `code` stops the second try, or signing in again needs a click. The loop needs an exchange that fails, " +
    "so source alone gives a warning.",
  remedy: () => [
    "Show that signing in failed, with a button: <button onClick={() => void signIn()}>Try again</button>.",
    "Call signIn() from a click only, never from an effect of the callback page or of a page it leads to.",
  ],
  sources: ["https://github.com/workos/authkit-react", "https://workos.com/docs/authkit/react"],
  appliesTo: { packages: { "@workos-inc/authkit-react": "*" } },
  testedWith: { "@workos-inc/authkit-react": "0.16.2" },
  masks: [],
  detectors: [
    detector({
      needs: ["callbackPages"],
      *find({ callbackPages }) {
        for (const { path, signIns } of callbackPages.callbacks) {
          for (const { quote, location, ways } of signIns) {
            if (!ways.some(isWithoutUser)) continue;
            yield shown({
              subject: path,
              severity: "warning",
              location,
              evidence: [{ kind: "project", quote, location }],
              detail: `${quote} runs by itself on ${path} whenever there is no user, so an exchange that fails is repeated without end.`,
            });
          }
        }
      },
    }),
    detector({
      needs: ["callbackPages"],
      *find({ callbackPages }) {
        for (const { path, navigations } of callbackPages.callbacks) {
          for (const { quote, location, ways, toWhenSignedOut } of navigations) {
            const next = toWhenSignedOut === null ? undefined : signInAt(callbackPages, toWhenSignedOut);
            if (next === undefined || !ways.some(isWithoutUser)) continue;
            yield shown({
              subject: path,
              severity: "warning",
              location,
              evidence: [
                { kind: "project", quote, location },
                { kind: "project", quote: next.quote, location: next.location },
              ],
              detail: `Without a user ${path} leads to ${toWhenSignedOut ?? ""}, where ${next.quote} runs by itself: an exchange that fails is repeated without end.`,
            });
          }
        }
      },
    }),
  ],
});

/** Whether something certainly happens when AuthKit has finished and there is no user. */
function isWithoutUser({ at }: Way): boolean {
  return at["signed-out"] === "yes";
}

/** The call of `signIn()` that a page makes by itself when there is no user. */
function signInAt({ automaticSignIns }: CallbackPagesFact, path: string) {
  const page = path.replace(/[?#].*$/, "").replace(/(.)\/$/, "$1");
  return automaticSignIns[page]?.find(({ ways }) => ways.some(isWithoutUser));
}

const CALLBACK = "src/callback.tsx";
const NAVIGATES = '    if (user) navigate("/", { replace: true });\n';
const DEPENDENCIES = "[isLoading, user, navigate]";
const SIGN_IN_PAGE =
  'import { useAuth } from "@workos-inc/authkit-react";\nimport { useEffect } from "react";\n\nexport function SignIn() {\n  const { isLoading, user, signIn } = useAuth();\n  useEffect(() => {\n    if (isLoading || user) return;\n    void signIn();\n  }, [isLoading, user, signIn]);\n  return <p>On the way to the sign-in page…</p>;\n}\n';
const SIGN_IN_ROUTE = [
  {
    file: "src/main.tsx",
    replace: '            <Route path="/callback"',
    with: '            <Route path="/sign-in" element={<SignIn />} />\n            <Route path="/callback"',
  },
  {
    file: "src/main.tsx",
    replace: 'import { Home } from "./home";\n',
    with: 'import { Home } from "./home";\nimport { SignIn } from "./sign-in";\n',
  },
];

export const examples: Example[] = [
  {
    name: "the callback page calls signIn() whenever there is no user",
    project: "vite-spa",
    edits: [
      { file: CALLBACK, replace: NAVIGATES, with: `${NAVIGATES}    else void signIn();\n` },
      { file: CALLBACK, replace: DEPENDENCIES, with: "[isLoading, user, navigate, signIn]" },
    ],
    expect: [`warning callback-auto-resignin ${CALLBACK}:12`],
  },
  {
    name: "the callback page leads to a sign-in page that signs in by itself",
    project: "vite-spa",
    edits: [
      {
        file: CALLBACK,
        replace: NAVIGATES,
        with: '    navigate(user ? "/" : "/sign-in", { replace: true });\n',
      },
      { file: "src/sign-in.tsx", write: SIGN_IN_PAGE },
      ...SIGN_IN_ROUTE,
    ],
    expect: [`warning callback-auto-resignin ${CALLBACK}:11`],
  },
  {
    name: "the callback page leads to a sign-in page with a button",
    project: "vite-spa",
    edits: [
      {
        file: CALLBACK,
        replace: NAVIGATES,
        with: '    navigate(user ? "/" : "/sign-in", { replace: true });\n',
      },
      {
        file: "src/sign-in.tsx",
        write:
          'import { useAuth } from "@workos-inc/authkit-react";\n\nexport function SignIn() {\n  const { isLoading, signIn } = useAuth();\n  return <button disabled={isLoading} onClick={() => void signIn()}>Sign in</button>;\n}\n',
      },
      ...SIGN_IN_ROUTE,
    ],
    expect: [],
  },
  {
    name: "an exchange that failed stops the callback page",
    project: "vite-spa",
    edits: [
      {
        file: CALLBACK,
        replace: NAVIGATES,
        with: `${NAVIGATES}    else if (!new URLSearchParams(window.location.search).has("code")) void signIn();\n`,
      },
      { file: CALLBACK, replace: DEPENDENCIES, with: "[isLoading, user, navigate, signIn]" },
    ],
    expect: [],
  },
  {
    name: "a ref lets the callback page try once",
    project: "vite-spa",
    edits: [
      {
        file: CALLBACK,
        replace: "  const navigate = useNavigate();\n",
        with: '  const navigate = useNavigate();\n  const tried = useRef(sessionStorage.getItem("tried") !== null);\n',
      },
      { file: CALLBACK, replace: "import { useEffect }", with: "import { useEffect, useRef }" },
      {
        file: CALLBACK,
        replace: NAVIGATES,
        with: `${NAVIGATES}    else if (!tried.current) {\n      tried.current = true;\n      void signIn();\n    }\n`,
      },
      { file: CALLBACK, replace: DEPENDENCIES, with: "[isLoading, user, navigate, signIn]" },
    ],
    expect: [],
  },
];
