import { AUTH_MOMENTS } from "../../facts/gating/auth-moment.ts";
import type { Example } from "../example.ts";
import { detector, failureMode, shown } from "../failure-mode.ts";

export default failureMode({
  id: "callback-redirects-too-early",
  step: "callback",
  severity: "error",
  title: "The callback page leads away before AuthKit has read the code",
  short: "Callback leads away too early",
  symptoms: [
    "After signing in at WorkOS people land in the app and are signed out.",
    "The address bar shows ?code=… for an instant, and no request to /user_management/authenticate follows.",
    "The page flashes “not signed in” after every sign-in.",
  ],
  errorTexts: [],
  explanation:
    "In a single-page app AuthKit's provider reads the `code` from the address when it starts, in an effect. Effects of a page inside " +
    "the provider run before that. A callback page that navigates at once takes the code out of the address before anybody has read " +
    "it: the sign-in is lost. A page that navigates on something else than the SDK's loading flag does the same whenever that comes first.",
  notAProblemWhen:
    "The page waits until `isLoading` of AuthKit's `useAuth()` is false (or Convex's, which includes it), or shows something and navigates only for a " +
    "user, or leaves when there is no `code` in the address.",
  remedy: () => [
    'Wait for AuthKit in the callback page: const { isLoading, user } = useAuth(); useEffect(() => { if (isLoading) return; if (user) navigate("/"); }, [isLoading, user]);',
    "Or render something neutral there and navigate in onRedirectCallback of <AuthKitProvider>, which runs after the exchange.",
  ],
  sources: [
    "https://github.com/workos/authkit-react",
    "https://github.com/workos/authkit-js/blob/main/src/create-client.ts",
  ],
  appliesTo: { packages: { "@workos-inc/authkit-react": "*" } },
  testedWith: { "@workos-inc/authkit-react": "0.16.2" },
  masks: [],
  detectors: [
    detector({
      needs: ["callbackPages"],
      *find({ callbackPages }) {
        for (const { path, location: page, navigations } of callbackPages.callbacks) {
          for (const { quote, location, ways } of navigations) {
            const early = ways.find(({ at }) => at.starting === "yes");
            if (early === undefined) continue;
            const always = AUTH_MOMENTS.every((moment) => early.at[moment] === "yes");
            yield shown({
              subject: path,
              severity: always ? "error" : "warning",
              location,
              evidence: [
                { kind: "project", quote, location },
                { kind: "project", quote: `the page at ${path}`, location: page },
              ],
              detail: always
                ? `${quote} runs as soon as ${path} is shown, before AuthKit has read the code from the address.`
                : `${quote} runs on ${path} while AuthKit is still exchanging the code: its condition is not AuthKit's loading flag.`,
            });
          }
        }
      },
    }),
  ],
});

const CALLBACK = "src/callback.tsx";
const WAITS = '    if (isLoading) return;\n    if (user) navigate("/", { replace: true });\n';

export const examples: Example[] = [
  {
    name: "the callback page navigates on mount",
    project: "vite-spa",
    edits: [{ file: CALLBACK, replace: WAITS, with: '    navigate("/", { replace: true });\n' }],
    expect: [`error callback-redirects-too-early ${CALLBACK}:10`],
  },
  {
    name: "the callback page leaves whenever there is no user yet",
    project: "vite-spa",
    edits: [{ file: CALLBACK, replace: WAITS, with: '    if (!user) navigate("/", { replace: true });\n' }],
    expect: [`warning callback-redirects-too-early ${CALLBACK}:10`],
  },
  {
    name: "the callback page renders <Navigate> while Convex has not answered",
    project: "vite-spa",
    edits: [
      {
        file: CALLBACK,
        write:
          'import { useConvexAuth } from "convex/react";\nimport { Navigate } from "react-router";\n\nexport function Callback() {\n  const { isAuthenticated } = useConvexAuth();\n  if (!isAuthenticated) return <Navigate to="/" replace />;\n  return <Navigate to="/" replace />;\n}\n',
      },
    ],
    expect: [`warning callback-redirects-too-early ${CALLBACK}:6`],
  },
  {
    name: "the callback page waits for Convex's loading flag, which includes AuthKit's",
    project: "vite-spa",
    edits: [
      {
        file: CALLBACK,
        write:
          'import { useConvexAuth } from "convex/react";\nimport { useEffect } from "react";\nimport { useNavigate } from "react-router";\n\nexport function Callback() {\n  const { isLoading } = useConvexAuth();\n  const navigate = useNavigate();\n  useEffect(() => {\n    if (!isLoading) navigate("/", { replace: true });\n  }, [isLoading, navigate]);\n  return <p>Finishing sign-in…</p>;\n}\n',
      },
    ],
    expect: [],
  },
  {
    name: "the callback page leaves at once only where the address holds no code",
    project: "vite-spa",
    edits: [
      {
        file: CALLBACK,
        replace: WAITS,
        with: `    if (!new URLSearchParams(window.location.search).has("code")) {\n      navigate("/");\n      return;\n    }\n${WAITS}`,
      },
    ],
    expect: [],
  },
  {
    name: "another page navigates on mount",
    project: "vite-spa",
    edits: [
      {
        file: "src/main.tsx",
        replace: '            <Route path="/callback"',
        with: '            <Route path="/old" element={<Navigate to="/" />} />\n            <Route path="/callback"',
      },
      { file: "src/main.tsx", replace: "{ BrowserRouter, Route,", with: "{ BrowserRouter, Navigate, Route," },
    ],
    expect: [],
  },
];
