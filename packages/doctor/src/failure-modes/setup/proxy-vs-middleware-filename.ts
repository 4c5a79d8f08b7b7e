import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { majorOf, type ProxyFile } from "../../facts/proxy/proxy.ts";

export default failureMode({
  id: "proxy-vs-middleware-filename",
  step: "setup",
  severity: "error",
  title: "Next.js does not run the file that holds AuthKit's proxy",
  short: "Proxy file ignored or refused",
  symptoms: [
    "Nobody is asked to sign in, and `withAuth` throws on every page.",
    "The build or the dev server stops because both `middleware.ts` and `proxy.ts` exist.",
  ],
  errorTexts: [
    'Both middleware file "./src/middleware.ts" and proxy file "./src/proxy.ts" are detected. Please use "./src/proxy.ts" only.',
    'The "middleware" file convention is deprecated. Please use "proxy" instead.',
    "You are calling 'withAuth' on a route that isn't covered by the AuthKit middleware",
    "E900",
  ],
  explanation:
    "Next.js runs one file before its routes. Up to version 15 it is called `middleware.ts`, and a `proxy.ts` is just another file. " +
    "Since version 16 it is called `proxy.ts`; a lone `middleware.ts` still runs and is announced as deprecated, and the two together " +
    "are an error.\n\n" +
    "The file has to lie beside the `app` (or `pages`) folder: at the root when that is `app/`, in `src/` when that is `src/app/`. In any " +
    "other place, inside `app/` included, it is ignored without a word. AuthKit then never sees a request.",
  notAProblemWhen:
    "`middleware.ts` on Next.js 16 runs as before: that is only a note. A file of the same name in another place that has nothing to do " +
    "with AuthKit, or that the real proxy imports, is fine. Where the version of Next.js is unknown nothing is said.",
  remedy: (project) => [
    "Keep one file beside the `app` folder: `proxy.ts` on Next.js 16 and newer, `middleware.ts` on 15 and older.",
    "On Next.js 16 the codemod renames the file and the function:",
    project.exec("@next/codemod@latest middleware-to-proxy ."),
  ],
  sources: [
    "https://nextjs.org/docs/app/api-reference/file-conventions/proxy",
    "https://nextjs.org/docs/messages/middleware-to-proxy",
    "https://github.com/workos/authkit-nextjs#proxy--middleware",
  ],
  appliesTo: { frameworks: ["nextjs"] },
  testedWith: { next: "16.4.6" },
  masks: ["middleware-not-covering"],
  detectors: [
    detector({
      needs: ["proxy", "packages"],
      *find({ proxy, packages }) {
        if (proxy.files.length === 0) return;
        const major = majorOf(packages["next"]);
        if (major === null) {
          yield notChecked(
            "the version of Next.js is not in evidence (neither a lockfile nor node_modules tells)",
          );
          return;
        }
        const beside = proxy.files.filter(({ place }) => place === "beside");
        const named = (name: ProxyFile["name"]): ProxyFile | undefined =>
          beside.find((it) => it.name === name);
        const [inProxy, inMiddleware] = [named("proxy"), named("middleware")];
        const found = (file: ProxyFile, severity: "error" | "note", detail: string, quote: string) =>
          shown({
            subject: file.file,
            severity,
            location: file.location,
            evidence: [{ kind: "project", quote, location: file.location }],
            detail,
          });

        if (major >= 16 && inProxy !== undefined && inMiddleware !== undefined) {
          yield found(
            inMiddleware,
            "error",
            `Next.js ${major} refuses ${inMiddleware.file} beside ${inProxy.file}: keep only ${inProxy.file}.`,
            `${inMiddleware.file} and ${inProxy.file}`,
          );
          return;
        }
        const runs = major >= 16 ? (inProxy ?? inMiddleware) : inMiddleware;
        if (runs !== undefined && runs.kind !== "other") {
          if (major >= 16 && runs.name === "middleware") {
            yield found(
              runs,
              "note",
              `${runs.file} runs on Next.js ${major}, under a name that is deprecated: rename it to proxy.ts.`,
              runs.file,
            );
          }
          return;
        }
        for (const file of proxy.files) {
          if (file === runs || file.kind === "other") continue;
          const name = major >= 16 ? "proxy.ts" : "middleware.ts";
          const to = file.expectedIn === "" ? name : `${file.expectedIn}/${name}`;
          yield found(
            file,
            "error",
            `Next.js ${major} does not run ${file.file}: move it to ${to}.`,
            `${file.file} calls ${file.kind}`,
          );
        }
      },
    }),
  ],
});

const PROXY = "apps/web/src/proxy.ts";
const NEXT_15 = [
  { file: "package-lock.json", replace: '"version": "16.4.6"', with: '"version": "15.5.9"' },
  { file: "package-lock.json", replace: '"next": "^16.4.6"', with: '"next": "^15.5.9"' },
  { file: "apps/web/package.json", replace: '"next": "^16.4.6"', with: '"next": "^15.5.9"' },
];

export const examples: readonly Example[] = [
  {
    name: "the file lies inside app/",
    project: "nextjs-monorepo",
    edits: [{ file: PROXY, moveTo: "apps/web/src/app/proxy.ts" }],
    expect: [
      "error middleware-not-covering apps/web/src/app/admin/page.tsx:5 < proxy-vs-middleware-filename",
      "error proxy-vs-middleware-filename apps/web/src/app/proxy.ts:4",
    ],
  },
  {
    name: "the file lies at the root although app/ lies in src/",
    project: "nextjs-monorepo",
    edits: [{ file: PROXY, moveTo: "apps/web/proxy.ts" }],
    expect: [
      "error middleware-not-covering apps/web/src/app/admin/page.tsx:5 < proxy-vs-middleware-filename",
      "error proxy-vs-middleware-filename apps/web/proxy.ts:4",
    ],
  },
  {
    name: "proxy.ts on Next.js 15",
    project: "nextjs-monorepo",
    edits: NEXT_15,
    expect: [
      "error middleware-not-covering apps/web/src/app/admin/page.tsx:5 < proxy-vs-middleware-filename",
      "error proxy-vs-middleware-filename apps/web/src/proxy.ts:4",
    ],
  },
  {
    name: "both files on Next.js 16",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/src/middleware.ts",
        write:
          'import { NextResponse } from "next/server";\n\nexport function middleware() {\n  return NextResponse.next();\n}\n',
      },
    ],
    expect: ["error proxy-vs-middleware-filename apps/web/src/middleware.ts:3"],
  },
  {
    name: "middleware.ts on Next.js 16 still runs",
    project: "nextjs-monorepo",
    edits: [{ file: PROXY, moveTo: "apps/web/src/middleware.ts" }],
    expect: ["note proxy-vs-middleware-filename apps/web/src/middleware.ts:4"],
  },
  {
    name: "middleware.ts on Next.js 15",
    project: "nextjs-monorepo",
    edits: [{ file: PROXY, moveTo: "apps/web/src/middleware.ts" }, ...NEXT_15],
    expect: [],
  },
  {
    name: "the proxy is put together in another file",
    project: "nextjs-monorepo",
    edits: [
      { file: PROXY, moveTo: "apps/web/src/lib/proxy.ts" },
      {
        file: PROXY,
        write:
          'import authkit from "./lib/proxy";\n\nexport default authkit;\n\nexport const config = {\n  matcher: ["/((?!_next/static|_next/image|favicon.ico).*)"],\n};\n',
      },
    ],
    expect: [],
  },
];
