import { describe, expect, it } from "vitest";
import { appOf, readingOf } from "../routes/reading-for-tests.ts";
import { answersWithIndex } from "./hosting.ts";
import { readHosting } from "./read-hosting.ts";

function answers(files: Record<string, string>, path = "/callback", dir = ""): Record<string, string> {
  const { hosts } = readHosting(readingOf(files), appOf("vite-react", dir));
  return Object.fromEntries(hosts.map((host) => [host.name, answersWithIndex(host, path)]));
}

describe("a host without files", () => {
  it("is unknown", () => {
    expect(answers({ "package.json": "{}" })).toEqual({});
  });
});

describe("Netlify", () => {
  const redirect = (from: string, to: string, more = "status = 200") =>
    `[[redirects]]\nfrom = "${from}"\nto = "${to}"\n${more}\n`;

  it.each([
    ["the fallback", redirect("/*", "/index.html"), "yes"],
    ["no rule", '[build]\npublish = "dist"\n', "no"],
    ["a redirect instead of a rewrite", redirect("/*", "/index.html", "status = 301"), "no"],
    [
      "the last of several",
      `${redirect("/api/*", "/.netlify/functions/:splat")}${redirect("/*", "/index.html")}`,
      "yes",
    ],
    ["rules for other paths", redirect("/api/*", "/.netlify/functions/:splat"), "no"],
    [
      "a rule under a condition",
      `${redirect("/*", "/index.html")}conditions = {Country = ["de"]}\n`,
      "unknown",
    ],
    ["only the callback", redirect("/callback", "/index.html"), "yes"],
    ["a plugin", '[[plugins]]\npackage = "x"\n', "unknown"],
    ["a file that is no TOML", "[[redirects]\n", "unknown"],
  ])("with %s", (_name, text, answer) => {
    expect(answers({ "netlify.toml": text })).toEqual({ netlify: answer });
  });

  it("reads _redirects, before netlify.toml", () => {
    expect(answers({ "public/_redirects": "# pages\n/*  /index.html  200\n" })).toEqual({ netlify: "yes" });
    expect(answers({ "public/_redirects": "/old /new 301\n", "netlify.toml": "" })).toEqual({
      netlify: "no",
    });
  });

  it("counts a file above the app only when it names the app", () => {
    const toml = (build: string) =>
      answers({ "netlify.toml": build, "apps/web/package.json": "{}" }, "/callback", "apps/web");
    expect(toml('[build]\nbase = "apps/web"\n')).toEqual({ netlify: "no" });
    expect(toml('[build]\npublish = "apps/web/dist"\n')).toEqual({ netlify: "no" });
    expect(toml('[build]\nbase = "apps/docs"\n')).toEqual({});
  });
});

describe("Vercel", () => {
  it.each([
    ["a rewrite to index.html", { rewrites: [{ source: "/(.*)", destination: "/index.html" }] }, "yes"],
    ["a rewrite to the root", { rewrites: [{ source: "/((?!api/).*)", destination: "/" }] }, "yes"],
    ["no rewrite", { headers: [] }, "no"],
    ["another rewrite", { rewrites: [{ source: "/api/(.*)", destination: "https://x.example" }] }, "no"],
    [
      "a rewrite under a condition",
      { rewrites: [{ source: "/(.*)", destination: "/", has: [{ type: "host" }] }] },
      "unknown",
    ],
    ["routes", { routes: [{ handle: "filesystem" }, { src: "/(.*)", dest: "/index.html" }] }, "yes"],
    ["a framework with a server", { framework: "nextjs" }, "unknown"],
  ])("with %s", (_name, config, answer) => {
    expect(answers({ "vercel.json": JSON.stringify(config) })).toEqual({ vercel: answer });
  });
});

describe("Firebase", () => {
  it.each([
    [
      "the fallback",
      { hosting: { public: "dist", rewrites: [{ source: "**", destination: "/index.html" }] } },
      "yes",
    ],
    ["no rewrite", { hosting: { public: "dist" } }, "no"],
    ["a function", { hosting: { public: "dist", rewrites: [{ source: "**", function: "app" }] } }, "unknown"],
    [
      "a rewrite that leaves out the API",
      { hosting: [{ public: "dist", rewrites: [{ source: "!/api/**", destination: "/index.html" }] }] },
      "yes",
    ],
  ])("with %s", (_name, config, answer) => {
    expect(answers({ "firebase.json": JSON.stringify(config) })).toEqual({ firebase: answer });
  });

  it("without hosting is no host", () => {
    expect(answers({ "firebase.json": '{ "firestore": {} }' })).toEqual({});
  });
});

describe("other hosts", () => {
  it.each([
    [
      "wrangler.jsonc",
      '{ /* SPA */ "assets": { "directory": "dist", "not_found_handling": "single-page-application" } }',
      "cloudflare",
      "yes",
    ],
    ["wrangler.toml", '[assets]\ndirectory = "dist"\n', "cloudflare", "no"],
    ["wrangler.toml", 'main = "worker.ts"\n[assets]\ndirectory = "dist"\n', "cloudflare", "unknown"],
    ["wrangler.toml", 'pages_build_output_dir = "dist"\n', "cloudflare", "yes"],
    ["nginx.conf", "server { root /srv; location / { try_files $uri $uri/ /index.html; } }", "nginx", "yes"],
    ["nginx.conf", "server { root /srv; location / { try_files $uri =404; } }", "nginx", "no"],
    ["nginx.conf", "server { location / { proxy_pass http://app; } }", "nginx", "unknown"],
    ["static.json", '{ "root": "dist", "routes": { "/**": "index.html" } }', "static-json", "yes"],
    ["staticwebapp.config.json", '{ "navigationFallback": { "rewrite": "/index.html" } }', "azure", "yes"],
    [
      "render.yaml",
      "services:\n  - type: web\n    runtime: static\n    routes:\n      - type: rewrite\n        source: /*\n        destination: /index.html\n",
      "render",
      "yes",
    ],
  ])("%s: %s", (file, text, name, answer) => {
    expect(answers({ [file]: text })).toEqual({ [name]: answer });
  });

  it("may serve the app from a 404 page", () => {
    expect(answers({ "netlify.toml": "", "public/404.html": "<html>" })).toEqual({ netlify: "unknown" });
  });
});
