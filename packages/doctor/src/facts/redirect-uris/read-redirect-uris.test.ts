import { describe, expect, it } from "vitest";
import { loadRightProject } from "../../../right-projects/load.ts";
import { readConvexJson } from "../convex-json/read-convex-json.ts";
import { readEnvironment } from "../environment/read-environment.ts";
import { readingOf } from "../routes/reading-for-tests.ts";
import { readWorkspace } from "../workspace/read-workspace.ts";
import { readRedirectUris } from "./read-redirect-uris.ts";
import type { RedirectUrisFact, SentRedirectUri } from "./redirect-uris.ts";
import { isRegistered } from "./registered-uris.ts";
import { partsOfUri } from "./symbolic-uri.ts";

function read(texts: Record<string, string>): RedirectUrisFact {
  const reading = readingOf(texts);
  const workspace = readWorkspace(reading);
  const [app] = workspace.apps;
  if (app === undefined) throw new Error("There is no app in the files.");
  const backend = workspace.backends.find(({ functionsDir }) => functionsDir === app.backend);
  const convexJson = backend === undefined ? null : readConvexJson(reading, backend);
  return readRedirectUris(reading, app, workspace, readEnvironment(reading, workspace, app), convexJson);
}

const sentOf = (fact: RedirectUrisFact) => ({
  development: fact.stages.development.sent.map(({ text }) => text),
  preview: fact.stages.preview.sent.map(({ text }) => text),
  production: fact.stages.production.sent.map(({ text }) => text),
});

function nextApp(proxyOptions: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    "package.json": JSON.stringify({
      name: "web",
      scripts: { dev: "next dev" },
      dependencies: { next: "^16.0.0", "@workos-inc/authkit-nextjs": "^4.3.2", convex: "^1.40.0" },
    }),
    "convex/notes.ts": "export const x = 1;",
    "app/page.tsx": "export default function Page() { return null; }",
    "proxy.ts": `import { authkitProxy } from "@workos-inc/authkit-nextjs";\nexport default authkitProxy(${proxyOptions});\n`,
    ...more,
  };
}

function viteApp(props: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    "package.json": JSON.stringify({
      name: "web",
      scripts: { dev: "vite" },
      dependencies: {
        "@workos-inc/authkit-react": "^0.16.2",
        react: "^19.0.0",
        vite: "^8.0.0",
        convex: "^1.40.0",
      },
    }),
    "convex/notes.ts": "export const x = 1;",
    "index.html": "<div></div>",
    "src/main.tsx": `import { AuthKitProvider } from "@workos-inc/authkit-react";\nexport const app = <AuthKitProvider clientId="client_x" ${props} />;\n`,
    ...more,
  };
}

describe("an app that signs people in with the API alone", () => {
  const EXAMPLE = { ".env.example": "NEXT_PUBLIC_WORKOS_REDIRECT_URI=http://localhost:3000/callback\n" };
  const OWN =
    "export const sign = (workos, code) => workos.userManagement.authenticateWithMagicAuth({ code });\n";

  it("sends no redirect URI that the SDK reads", () => {
    const { stages } = read(nextApp("", { ...EXAMPLE, "app/sign.ts": OWN }));
    expect(stages.development).toMatchObject({ sent: [], examples: [], complete: false });
  });

  it("sends it where a sign-in URL is made as well", () => {
    const { stages } = read(
      nextApp("", {
        ...EXAMPLE,
        "app/sign.ts": OWN,
        "app/sign-in/route.ts":
          'import { getSignInUrl } from "@workos-inc/authkit-nextjs";\nexport const GET = async () => Response.redirect(await getSignInUrl());\n',
      }),
    );
    expect(stages.development.examples.map(({ text }) => text)).toEqual(["http://localhost:3000/callback"]);
  });
});

describe("the two right projects", () => {
  it("send what each stage registers", () => {
    const next = read(loadRightProject("nextjs-monorepo"));
    expect(sentOf(next)).toEqual({
      development: ["http://localhost:3000/callback"],
      preview: ["https://${VERCEL_BRANCH_URL}/callback"],
      production: ["https://${VERCEL_PROJECT_PRODUCTION_URL}/callback"],
    });
    expect(next.stages.development.sent[0]).toMatchObject({
      variable: "NEXT_PUBLIC_WORKOS_REDIRECT_URI",
      origin: "http://localhost:3000",
      pathname: "/callback",
      location: { file: "apps/web/.env.local", line: 4 },
    });
    expect(next.stages.preview.sent[0]?.location).toMatchObject({
      file: "apps/web/src/redirect-uri.ts",
      line: 3,
    });
    expect(next.callbackBaseUrl).toBe("none");
    expect(read(loadRightProject("vite-spa")).stages.production.sent[0]?.text).toBe(
      "https://notes.example.com/callback",
    );
  });
});

describe("what code gives", () => {
  it("comes before the variable", () => {
    const fact = read(
      nextApp('{ redirectUri: "https://a.example.com/cb" }', {
        ".env.local": "NEXT_PUBLIC_WORKOS_REDIRECT_URI=http://localhost:3000/x\n",
      }),
    );
    expect(sentOf(fact).development).toEqual(["https://a.example.com/cb"]);
  });

  it("is unknown where it hangs on a variable that is not in evidence", () => {
    const { production } = read(
      nextApp('{ redirectUri: process.env.SITE ?? "http://localhost:3000/callback" }'),
    ).stages;
    expect(production).toMatchObject({ sent: [], complete: false });
    expect(production.because).toContain("SITE");
  });

  it("keeps a variable of the host by name", () => {
    const fact = read(nextApp("{ redirectUri: `https://${process.env.VERCEL_URL}/callback` }"));
    expect(sentOf(fact).preview).toEqual(["https://${VERCEL_URL}/callback"]);
    expect(fact.stages.preview.sent[0]).toMatchObject({
      origin: "https://${VERCEL_URL}",
      pathname: "/callback",
      variables: ["VERCEL_URL"],
    });
  });

  it("may be the page's own origin", () => {
    for (const code of [
      "redirectUri={`${window.location.origin}/callback`}",
      'redirectUri={window.location.origin + "/callback"}',
      "redirectUri={`${globalThis.location.origin}/callback`}",
    ]) {
      const fact = read(viteApp(code));
      expect(sentOf(fact).production).toEqual(["${window.location.origin}/callback"]);
      expect(fact.stages.production.sent[0]?.pathname).toBe("/callback");
    }
  });

  it("says nothing about a variable that nobody knows", () => {
    const { production } = read(viteApp("redirectUri={import.meta.env.VITE_WORKOS_REDIRECT_URI}")).stages;
    expect(production).toMatchObject({ sent: [], complete: false });
  });

  it("does not take what one script sets for what the others have", () => {
    const manifest = nextApp("{}")["package.json"]?.replace(
      '"dev":"next dev"',
      '"dev":"next dev","dev:e2e":"NEXT_PUBLIC_WORKOS_REDIRECT_URI=http://127.0.0.1:3100/callback next dev --port 3100"',
    );
    const fact = read(nextApp("{}", { "package.json": manifest ?? "" }));
    expect(fact.stages.development).toMatchObject({ sent: [], complete: false });
  });

  it("falls back to what the Convex CLI will write, then to what an example says", () => {
    const option = "redirectUri={import.meta.env.VITE_WORKOS_REDIRECT_URI}";
    const convexJson = JSON.stringify({
      authKit: { dev: { localEnvVars: { VITE_WORKOS_REDIRECT_URI: "http://localhost:5173/callback" } } },
    });
    expect(sentOf(read(viteApp(option, { "convex.json": convexJson }))).development).toEqual([
      "http://localhost:5173/callback",
    ]);
    const fact = read(
      viteApp(option, { ".env.example": "VITE_WORKOS_REDIRECT_URI=http://localhost:5173/cb\n" }),
    );
    expect(fact.stages.development.sent).toEqual([]);
    expect(fact.stages.development.examples.map(({ text, from }) => [text, from])).toEqual([
      ["http://localhost:5173/cb", "example"],
    ]);
  });
});

describe("the provider of a single-page app", () => {
  const provider = (props: string, more: Record<string, string> = {}) =>
    read(viteApp(props, more)).spaProviders[0];

  it("tells given, absent and unknown settings apart", () => {
    expect(provider("devMode")?.devMode.production).toBe("given");
    expect(provider("devMode={false}")?.devMode.production).toBe("none");
    expect(provider('devMode={process.env.NODE_ENV !== "production"}')?.devMode).toMatchObject({
      development: "given",
      production: "none",
    });
    expect(provider("")?.apiHostname.production).toBe("none");
    expect(provider("{...props}")?.apiHostname.production).toBe("unknown");
    expect(provider("apiHostname={import.meta.env.VITE_HOST}")?.apiHostname.production).toBe("unknown");
    expect(
      provider("apiHostname={import.meta.env.VITE_HOST}", {
        ".env.production": "VITE_HOST=auth.example.com\n",
      })?.apiHostname.production,
    ).toBe("given");
  });
});

describe("where signing out returns to", () => {
  const signOuts = (code: string) =>
    read(
      viteApp("", {
        "src/menu.tsx": `import { useAuth } from "@workos-inc/authkit-react";\nexport function Menu() {\n  const { signOut } = useAuth();\n  ${code}\n}\n`,
      }),
    ).signOuts.map(({ returnTo }) => returnTo);

  it.each([
    ["return <button onClick={() => signOut()} />;", ["none"]],
    ["return <button onClick={signOut} />;", ["none"]],
    ['return <button onClick={() => signOut({ returnTo: "/" })} />;', ["relative"]],
    ["return <button onClick={() => signOut({ returnTo: `/bye?x=${1}` })} />;", ["relative"]],
    ['return <button onClick={() => signOut({ returnTo: "https://example.com" })} />;', ["absolute"]],
    ["return <button onClick={() => signOut({ returnTo: window.location.origin })} />;", ["unknown"]],
    ["return <button onClick={() => signOut({ navigate: false })} />;", []],
  ])("%s", (code, expected) => {
    expect(signOuts(code)).toEqual(expected);
  });

  it.each([
    ["{ data: { returnTo: 'https://example.com/' } }", "absolute"],
    // What becomes of a path there is not known.
    ["{ data: { returnTo: '/' } }", "unknown"],
    ["{ data: {} }", "none"],
  ])("a server function is given %s", (options, expected) => {
    const fact = read(
      viteApp("", {
        "src/sign-out.ts": `import { signOut } from "@workos/authkit-tanstack-react-start";\nexport const leave = () => signOut(${options});\n`,
      }),
    );
    expect(fact.signOuts.map(({ returnTo }) => returnTo)).toEqual([expected]);
  });

  it("is only read from AuthKit's own signOut", () => {
    const fact = read(
      viteApp("", {
        "src/menu.tsx":
          'import { signOut } from "./own"; // authkit\nexport const leave = () => signOut({ returnTo: "/" });',
        "src/own.ts": "export function signOut(_options: object) {} // workos",
      }),
    );
    expect(fact.signOuts).toEqual([]);
  });
});

describe("what convex.json registers", () => {
  const sent = (text: string): SentRedirectUri => ({
    text,
    ...partsOfUri(text),
    variables: [],
    from: "environment",
    variable: null,
    location: { file: "x", line: 1, column: 1 },
  });
  const registered = (...texts: (string | null)[]) =>
    texts.map((text) => ({ text, location: { file: "convex.json", line: 1, column: 1 } }));

  it.each([
    ["https://a.example.com/cb", ["https://a.example.com/cb"], "yes"],
    ["https://a.example.com/cb", ["https://*.example.com/cb"], "yes"],
    ["https://a.example.com/cb/", ["https://a.example.com/cb"], "no"],
    ["https://${VERCEL_URL}/cb", ["https://${VERCEL_URL}/cb"], "yes"],
    ["https://${NEXT_PUBLIC_VERCEL_URL}/cb", ["https://${VERCEL_URL}/cb"], "yes"],
    ["https://${VERCEL_URL}/cb", ["https://${VERCEL_BRANCH_URL}/cb"], "no"],
    ["https://${VERCEL_URL}/cb", ["https://${VERCEL_URL}/callback"], "no"],
    ["https://${VERCEL_URL}/cb", ["https://${SITE_HOST}/cb"], "unknown"],
    ["https://a.example.com/cb", ["https://${VERCEL_PROJECT_PRODUCTION_URL}/cb"], "unknown"],
    ["https://a.example.com/cb", [null], "unknown"],
    ["${window.location.origin}/cb", ["https://a.example.com/cb"], "unknown"],
    ["${window.location.origin}/cb", ["https://a.example.com/callback"], "no"],
    ["https://a.example.com/cb", [], "no"],
  ])("%s among %j: %s", (text, list, expected) => {
    expect(isRegistered(sent(text), registered(...list))).toBe(expected);
  });

  it.each([
    ["http://localhost:3000", { origin: "http://localhost:3000", pathname: "/" }],
    ["https://a.example.com/cb?x=1", { origin: "https://a.example.com", pathname: "/cb" }],
    ["myapp://callback", { origin: null, pathname: null }],
    ["${SITE_URL}/callback", { origin: null, pathname: null }],
    ["https://${HOST}/auth/callback", { origin: "https://${HOST}", pathname: "/auth/callback" }],
    ["https://a.example.com/${PATH}", { origin: null, pathname: null }],
  ])("%s has the parts %j", (text, parts) => {
    expect(partsOfUri(text)).toEqual(parts);
  });
});
