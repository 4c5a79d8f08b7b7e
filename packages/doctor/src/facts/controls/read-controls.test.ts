import { describe, expect, it } from "vitest";
import { appForTests, momentsOf } from "../gating/app-for-tests.ts";
import type { RoutesFact } from "../routes/routes.ts";
import { readControls } from "./read-controls.ts";

const routes: RoutesFact = {
  complete: true,
  routing: "server",
  basePath: "",
  diversions: [],
  serverAuthCalls: [],
  metadata: [],
  successHandlers: [],
  routes: [
    {
      path: "/sign-out",
      file: "app/sign-out/route.ts",
      kind: "handler",
      methods: [
        {
          method: "GET",
          location: { file: "app/sign-out/route.ts", line: 1, column: 1 },
          effects: ["ends-session"],
          refusesPrefetch: false,
        },
      ],
    },
    { path: "/report", file: "app/report/route.ts", kind: "handler", methods: [] },
    { path: "/help", file: "app/help/page.tsx", kind: "page", methods: [] },
  ],
};

function linksIn(source: string, more: Record<string, string> = {}): string[] {
  const { reading, app, workspace } = appForTests({ "app/header.tsx": source, ...more }, "nextjs");
  return readControls(reading, app, workspace, routes).links.map(
    ({ path, kind, prefetch, location }) => `${path} ${kind} ${prefetch} ${location.line}`,
  );
}

const header = (link: string, imports = 'import Link from "next/link";') =>
  `${imports}\nexport function Header(props) { return ${link}; }`;

describe("links to route handlers", () => {
  it.each([
    ['<Link href="/sign-out">x</Link>', ["/sign-out next-link eager 2"]],
    ["<Link href={`/sign-out`} prefetch>x</Link>", ["/sign-out next-link eager 2"]],
    ['<Link prefetch={null} href="/sign-out?all=1">x</Link>', ["/sign-out next-link eager 2"]],
    ['<Link href={{ pathname: "/sign-out" }}>x</Link>', ["/sign-out next-link eager 2"]],
    ['<Link href="/sign-out" prefetch={false}>x</Link>', ["/sign-out next-link off 2"]],
    ['<Link href="/sign-out" prefetch={props.eager}>x</Link>', ["/sign-out next-link unknown 2"]],
    ['<Link href="/sign-out" {...props}>x</Link>', []],
    ['<Link {...props} href="/sign-out" prefetch={false}>x</Link>', ["/sign-out next-link off 2"]],
    ['<Link {...props} href="/sign-out">x</Link>', ["/sign-out next-link unknown 2"]],
    ['<a href="/sign-out">x</a>', ["/sign-out anchor off 2"]],
    ['<Button as={Link} href="/sign-out">x</Button>', ["/sign-out next-link eager 2"]],
    ['<Link href="/help">x</Link>', []],
    ['<Link href="/report">x</Link>', []],
    ['<Link href="/sign-out-help">x</Link>', []],
    ['<Link href="https://example.com/sign-out">x</Link>', []],
  ])("%s", (link, expected) => {
    expect(linksIn(header(link))).toEqual(expected);
  });

  it("follow constants of other files", () => {
    const imports = 'import Link from "next/link";\nimport { paths } from "./paths";';
    const source = header("<Link href={paths.signOut}>x</Link>", imports);
    const paths = { "app/paths.ts": 'export const paths = { signOut: "/sign-out" };' };
    expect(linksIn(source, paths)).toEqual(["/sign-out next-link eager 3"]);
  });

  it("see through wrappers of the project", () => {
    const wrapper = (link: string) => ({
      "app/nav-link.tsx": `import Link from "next/link";\nexport function NavLink({ href, prefetch, ...rest }) { return ${link}; }`,
    });
    const source = (link: string) => header(link, 'import { NavLink } from "./nav-link";');
    const plain = '<NavLink href="/sign-out">x</NavLink>';
    expect(linksIn(source(plain), wrapper("<Link href={href} />"))).toEqual(["/sign-out next-link eager 2"]);
    expect(linksIn(source(plain), wrapper("<Link href={href} prefetch={false} />"))).toEqual([
      "/sign-out next-link off 2",
    ]);
    expect(
      linksIn(
        source('<NavLink href="/sign-out" prefetch={false}>x</NavLink>'),
        wrapper("<Link href={href} prefetch={prefetch} />"),
      ),
    ).toEqual(["/sign-out next-link off 2"]);
    expect(linksIn(source(plain), wrapper('<Link href="/" />'))).toEqual([]);
  });

  it("know the links of other routers", () => {
    const source = header('<Link to="/sign-out">x</Link>', 'import { Link } from "react-router";');
    expect(linksIn(source)).toEqual(["/sign-out router-link off 2"]);
  });
});

describe("sign-in buttons", () => {
  const page = (body: string) => ({
    "src/main.tsx":
      'import { createRoot } from "react-dom/client";\nimport { App } from "./app";\ncreateRoot(document.body).render(<App />);',
    "src/app.tsx": `import { useAuth } from "@workos-inc/authkit-react";\nimport { useState } from "react";\nexport function App() {\n  const { isLoading, user, signIn } = useAuth();\n  const [busy, setBusy] = useState(false);\n  ${body}\n}`,
  });
  const live = (body: string): string[] => {
    const { reading, app, workspace } = appForTests(page(body));
    return readControls(reading, app, workspace, { ...routes, routes: [] }).signInButtons.flatMap(
      ({ ways }) => momentsOf(ways),
    );
  };

  it("are live while they are shown and enabled", () => {
    expect(live("return <button onClick={() => void signIn()}>x</button>;")).toEqual([
      "starting signed-out unconfirmed refused signed-in",
    ]);
    expect(live("return <button disabled={isLoading} onClick={() => signIn()}>x</button>;")).toEqual([
      "signed-out unconfirmed refused signed-in",
    ]);
    expect(live("if (user) return null; return <button onClick={() => signIn()}>x</button>;")).toEqual([
      "starting signed-out",
    ]);
  });

  it("hold their first state when the page starts", () => {
    expect(
      live(
        "const go = () => { setBusy(true); void signIn(); }; return <button disabled={busy} onClick={go}>x</button>;",
      ),
    ).toEqual(["starting"]);
  });

  it("may check by themselves whether AuthKit has started", () => {
    expect(
      live("return <button onClick={() => { if (isLoading) return; void signIn(); }}>x</button>;"),
    ).toEqual(["signed-out unconfirmed refused signed-in"]);
  });

  it("are none when they call something else", () => {
    expect(live("return <button onClick={() => setBusy(true)}>Sign in</button>;")).toEqual([]);
  });
});
