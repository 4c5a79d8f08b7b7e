import { describe, expect, it } from "vitest";
import { coversPath, type Matcher } from "./matcher.ts";

const covers = (source: string | string[], path: string) =>
  coversPath(
    [source].flat().map((it): Matcher => ({ source: it, conditional: false })),
    path,
  );

const TEMPLATE =
  "/((?!_next|[^?]*\\.(?:html?|css|js(?!on)|jpe?g|webp|png|gif|svg|ttf|woff2?|ico|csv|docx?|xlsx?|zip|webmanifest)).*)";

describe("a matcher of Next.js", () => {
  it.each([
    ["/", "/"],
    ["/admin", "/admin"],
    ["/admin", "/admin/"],
    ["/admin/:path*", "/admin"],
    ["/admin/:path*", "/admin/users/7"],
    ["/admin/:path+", "/admin/users"],
    ["/notes/:id", "/notes/7"],
    ["/notes/:id(\\d+)", "/notes/7"],
    ["/(admin|notes)/:path*", "/notes"],
    ["/:path*", "/"],
    ["/((?!_next/static|_next/image|favicon.ico).*)", "/"],
    ["/((?!_next/static|_next/image|favicon.ico).*)", "/a/b"],
    ["/(api|trpc)(.*)", "/api/auth/token"],
    [TEMPLATE, "/"],
    [TEMPLATE, "/engine"],
    [TEMPLATE, "/data.json"],
    ["/((?!.*\\..*|_next).*)", "/callback"],
  ])("%s covers %s", (source, path) => {
    expect(covers(source, path)).toBe("yes");
  });

  it.each([
    ["/", "/admin"],
    ["/admin", "/administration"],
    ["/admin", "/Admin"],
    ["/admin", "/admin/users"],
    ["/admin/:path+", "/admin"],
    ["/notes/:id(\\d+)", "/notes/new"],
    ["/((?!_next/static|callback|sign-out).*)", "/callback"],
    ["/((?!_next/static|callback|sign-out).*)", "/sign-out-help"],
    [TEMPLATE, "/logo.png"],
    ["/((?!.*\\..*|_next).*)", "/robots.txt"],
  ])("%s does not cover %s", (source, path) => {
    expect(covers(source, path)).toBe("no");
  });

  it("is enough when one of several covers", () => {
    expect(covers(["/admin", "/notes/:path*"], "/notes/7")).toBe("yes");
  });

  it("that Next.js refuses is unknown", () => {
    expect(covers("admin", "/admin")).toBe("unknown");
    expect(covers("/(", "/admin")).toBe("unknown");
  });

  it("with a condition covers nothing for certain", () => {
    const conditional: Matcher[] = [{ source: "/:path*", conditional: true }];
    expect(coversPath(conditional, "/admin")).toBe("unknown");
    expect(coversPath([...conditional, { source: "/admin", conditional: false }], "/admin")).toBe("yes");
  });
});
