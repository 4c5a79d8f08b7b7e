import { readClientId } from "@convex-authkit/core";
import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

const CLIENT_ID = /^(?:(?:NEXT_PUBLIC|VITE|EXPO_PUBLIC|REACT_APP|PUBLIC)_)?WORKOS_CLIENT_ID$/;

export default failureMode({
  id: "authorize-url-invalid",
  step: "sign-in",
  severity: "error",
  title: "The address that starts the sign-in is not one that WorkOS accepts",
  short: "Authorization URL invalid",
  symptoms: [
    "Clicking Sign in leads to an error page of WorkOS instead of the login.",
    "Sign-in starts and the callback cannot verify it.",
  ],
  errorTexts: [
    "https://error.workos.com/sso/client-id-invalid",
    "https://error.workos.com/sso/invalid-connection-selector",
  ],
  explanation:
    "The authorization URL names the client id and how people sign in: `provider=authkit` for AuthKit, or a connection or organization. " +
    "With a client id that is still the placeholder of an example file, or without any of the three, WorkOS shows an error page.\n\n" +
    "The SDKs also add a state and a PKCE challenge and keep the verifier for the callback. A URL that is put together by hand lacks " +
    "them, and the SDK's callback then refuses what comes back.",
  notAProblemWhen:
    "The client id of an example file is a placeholder. Code that adds a PKCE challenge or a state of " +
    "its own knows what it does: in Expo and Electron, where no SDK does it, that is the way.",
  remedy: () => [
    "Let the SDK build the URL, with the client id of this stage.",
    "Take the client id from the WorkOS dashboard (API Keys); it begins with client_.",
    "Use signIn() of useAuth() in a single-page app, and getSignInUrl() in a route handler of a server.",
  ],
  sources: [
    "https://workos.com/docs/reference/authkit/authentication/get-authorization-url",
    "https://workos.com/docs/authkit/vanilla/nodejs",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["environment"],
      *find({ environment }, target) {
        const { host } = environment.stages[target.stage];
        for (const { name, value, location, unresolved } of Object.values(host.variables)) {
          if (!CLIENT_ID.test(name) || value.kind !== "public" || unresolved.length > 0) continue;
          const reading = readClientId(value.text);
          if (reading.kind !== "placeholder" && reading.kind !== "api-key") continue;
          // A committed `.env` may only document the names; `.env.local` or the host overrides it.
          if (!host.complete && /(?:^|\/)\.env$/.test(location.file)) continue;
          const what = reading.kind === "api-key" ? "an API key" : "a placeholder";
          yield shown({
            subject: `${location.file} ${name}`,
            severity: host.complete ? "error" : "warning",
            confidence: host.complete ? "certain" : "likely",
            location,
            evidence: [
              {
                kind: "environment",
                quote: reading.kind === "api-key" ? name : `${name}=${value.text}`,
                location,
              },
            ],
            detail: `${name} in ${target.stage} is ${what}, not a client id.`,
          });
        }
      },
    }),
    detector({
      needs: ["redirectUris"],
      *find({ redirectUris }) {
        for (const { selectsConnection, isProtected, location } of redirectUris.handBuiltUrls) {
          const subject = `${location.file} authorization URL`;
          const evidence = [{ kind: "project" as const, quote: "/user_management/authorize", location }];
          if (!selectsConnection) {
            yield shown({
              subject,
              severity: "error",
              location,
              evidence,
              detail: `${location.file} builds an authorization URL without provider, connection_id or organization_id.`,
            });
          } else if (!isProtected) {
            yield shown({
              subject,
              severity: "warning",
              location,
              evidence,
              detail: `${location.file} builds the authorization URL by hand, without the SDK's state and PKCE challenge.`,
            });
          }
        }
      },
    }),
  ],
});

const BY_HAND = (parameters: string): string =>
  `export function signInAddress(): string {\n  const url = new URL("https://api.workos.com/user_management/authorize");\n  url.searchParams.set("client_id", import.meta.env.VITE_WORKOS_CLIENT_ID);\n  url.searchParams.set("redirect_uri", import.meta.env.VITE_WORKOS_REDIRECT_URI);\n  url.searchParams.set("response_type", "code");\n${parameters}  return url.toString();\n}\n`;

export const examples: readonly Example[] = [
  {
    name: "the client id was never filled in",
    project: "vite-spa",
    edits: [
      {
        file: ".env.local",
        replace: "VITE_WORKOS_CLIENT_ID=client_01JDEV8Q4W3M5X7Z9K2B6N1C0V",
        with: "VITE_WORKOS_CLIENT_ID=client_your_client_id",
      },
    ],
    expect: ["error authorize-url-invalid .env.local:3"],
  },
  {
    name: "a URL by hand without a provider",
    project: "vite-spa",
    edits: [{ file: "src/sign-in-address.ts", write: BY_HAND("") }],
    expect: ["error authorize-url-invalid src/sign-in-address.ts:2"],
  },
  {
    name: "a complete URL by hand, without state and PKCE",
    project: "vite-spa",
    edits: [
      { file: "src/sign-in-address.ts", write: BY_HAND('  url.searchParams.set("provider", "authkit");\n') },
    ],
    expect: ["warning authorize-url-invalid src/sign-in-address.ts:2"],
  },
  {
    name: "a route of the app's own whose path ends like WorkOS's",
    project: "vite-spa",
    edits: [
      {
        file: "src/sign-in-address.ts",
        write:
          'export const signInAddress = async () => (await fetch("/api/sso/authorize")).text();\nexport const isSignIn = (path: string) => path.startsWith("/api/auth/sso/authorize-url");\n',
      },
    ],
    expect: [],
  },
  {
    name: "a URL by hand with a PKCE challenge of its own",
    project: "vite-spa",
    edits: [
      {
        file: "src/sign-in-address.ts",
        write: BY_HAND(
          '  url.searchParams.set("provider", "authkit");\n  url.searchParams.set("code_challenge", challenge());\n',
        ).replace("export function", "declare function challenge(): string;\n\nexport function"),
      },
    ],
    expect: [],
  },
  {
    name: "a placeholder in the example file",
    project: "vite-spa",
    edits: [
      {
        file: ".env.example",
        replace: "VITE_WORKOS_CLIENT_ID=\n",
        with: "VITE_WORKOS_CLIENT_ID=client_your_client_id\n",
      },
    ],
    expect: [],
  },
  {
    name: "the address in a comment",
    project: "vite-spa",
    edits: [
      {
        file: "src/home.tsx",
        replace: "function NoteList() {\n",
        with: "// signIn() opens https://api.workos.com/user_management/authorize\nfunction NoteList() {\n",
      },
    ],
    expect: [],
  },
  {
    name: "a server that plays WorkOS in the project's tests",
    project: "vite-spa",
    edits: [{ file: "tests/fake-workos.ts", write: BY_HAND("") }],
    expect: [],
  },
  {
    name: "a server that answers the address instead of sending anybody there",
    project: "vite-spa",
    edits: [
      {
        file: "scripts/stand-in.ts",
        write:
          'export function answer(request: Request): Response {\n  const { pathname } = new URL(request.url);\n  if (pathname === "/user_management/authorize") return Response.redirect("http://localhost:5173/callback?code=1");\n  return new Response(null, { status: 404 });\n}\n',
      },
    ],
    expect: [],
  },
  {
    name: "a sign-in without a browser, by the endpoint below",
    project: "vite-spa",
    edits: [
      {
        file: "src/command-line.ts",
        write:
          'export async function beginSignIn(): Promise<Response> {\n  return await fetch("https://api.workos.com/user_management/authorize/device", {\n    method: "POST",\n    body: new URLSearchParams({ client_id: import.meta.env.VITE_WORKOS_CLIENT_ID }),\n  });\n}\n',
      },
    ],
    expect: [],
  },
];
