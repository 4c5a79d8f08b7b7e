import { describe, expect, it } from "vitest";
import { appForTests, momentsOf } from "../gating/app-for-tests.ts";
import type { RedirectUrisFact, SentRedirectUri } from "../redirect-uris/redirect-uris.ts";
import type { CallbackPagesFact } from "./callback-pages.ts";
import { readCallbackPages } from "./read-callback-pages.ts";

const sent: SentRedirectUri = {
  text: "http://localhost:5173/auth/callback",
  origin: "http://localhost:5173",
  pathname: "/auth/callback",
  variables: [],
  from: "environment",
  variable: "VITE_WORKOS_REDIRECT_URI",
  location: { file: ".env.local", line: 1, column: 1 },
};
const stage = { sent: [sent], complete: true, because: "", examples: [] };
const redirectUris: RedirectUrisFact = {
  stages: { development: stage, preview: stage, production: stage },
  registered: { development: null, preview: null, production: null },
  spaProviders: [],
  signOuts: [],
  callbackBaseUrl: "none",
  handBuiltUrls: [],
};

const PAGES = `
import { useAuth } from "@workos-inc/authkit-react";
import { useEffect } from "react";
import { Navigate, useNavigate } from "react-router";
export function Callback() {
  const { isLoading, user, signIn } = useAuth();
  const navigate = useNavigate();
  useEffect(() => {
    if (isLoading) return;
    navigate(user ? "/" : "/login");
  }, [isLoading, user]);
  return null;
}
export function Login() {
  const { isLoading, user, signIn } = useAuth();
  useEffect(() => {
    if (!isLoading && !user) void signIn();
  }, [isLoading, user]);
  return user ? <Navigate to="/" /> : null;
}
`;

function read(routes: string): CallbackPagesFact {
  const { reading, app, workspace } = appForTests({
    "src/pages.tsx": PAGES,
    "src/main.tsx": `import { createRoot } from "react-dom/client";\nimport { BrowserRouter, createBrowserRouter, Route, RouterProvider, Routes } from "react-router";\nimport { Callback, Login } from "./pages";\n${routes}`,
  });
  return readCallbackPages(reading, app, workspace, redirectUris);
}

function summary({ callbacks, automaticSignIns }: CallbackPagesFact) {
  return {
    callbacks: callbacks.map(({ path, navigations, signIns }) => ({
      path,
      navigations: navigations.map(({ toWhenSignedOut, ways }) => [toWhenSignedOut, ...momentsOf(ways)]),
      signIns: signIns.length,
    })),
    automaticSignIns: Object.entries(automaticSignIns).map(([path, signIns]) => [
      path,
      ...signIns.flatMap(({ ways }) => momentsOf(ways)),
    ]),
  };
}

const EXPECTED = {
  callbacks: [
    {
      path: "/auth/callback",
      navigations: [["/login", "signed-out unconfirmed refused signed-in"]],
      signIns: 0,
    },
  ],
  automaticSignIns: [["/login", "signed-out"]],
};

describe("callback pages", () => {
  it("are found at the redirect URI's path among nested <Route> elements", () => {
    const routes =
      'createRoot(document.body).render(<BrowserRouter><Routes><Route path="/login" element={<Login />} /><Route path="auth"><Route path="callback" element={<Callback />} /></Route></Routes></BrowserRouter>);';
    expect(summary(read(routes))).toEqual(EXPECTED);
  });

  it("are found among route objects", () => {
    const routes =
      'const router = createBrowserRouter([{ path: "/login", Component: Login }, { path: "/auth", children: [{ path: "callback", element: <Callback /> }] }]);\ncreateRoot(document.body).render(<RouterProvider router={router} />);';
    expect(summary(read(routes))).toEqual(EXPECTED);
  });

  it("are none at other paths", () => {
    const routes =
      'createRoot(document.body).render(<BrowserRouter><Routes><Route path="/integrations/callback" element={<Callback />} /></Routes></BrowserRouter>);';
    expect(summary(read(routes))).toEqual({ callbacks: [], automaticSignIns: [] });
  });
});
