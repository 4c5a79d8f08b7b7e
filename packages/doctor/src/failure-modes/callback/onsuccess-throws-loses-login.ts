import { isWithin } from "../../facts/packages/below.ts";
import type { PackagesFact } from "../../facts/packages/packages.ts";
import type { UncaughtFailure } from "../../facts/routes/routes.ts";
import type { Example } from "../example.ts";
import { detector, failureMode, shown } from "../failure-mode.ts";

const NEXTJS = "@workos-inc/authkit-nextjs";
/** In these the session is stored before onSuccess runs, and stays when it fails. */
const KEEPS_SESSION = ">=2.9.0 <4.3.2";

export default failureMode({
  id: "onsuccess-throws-loses-login",
  step: "callback",
  severity: "error",
  title: "A failure in onSuccess of handleAuth takes the sign-in with it",
  short: "onSuccess throws",
  symptoms: [
    "Signing in at AuthKit works, and the callback answers with an error in JSON instead of the app.",
    "Signing in fails now and then, whenever Convex or another service that onSuccess calls is slow or refuses.",
  ],
  errorTexts: [
    "[AuthKit callback error]",
    "Couldn't sign in. If you are not sure what happened, please contact your organization admin.",
    "Something went wrong",
  ],
  explanation:
    "`handleAuth()` waits for `onSuccess` before it answers. When it throws, the callback answers " +
    "with what `onError` makes of it, or with status 500 and a JSON text. Whether anybody is signed in then hangs on the version of authkit-nextjs: before 2.9 the session is only stored afterwards, " +
    "from 4.3.2 on its cookie is deleted again, and between the two it stays while the user looks at the error. Writing the user to Convex there is the usual case: one " +
    "request that fails, and nobody gets in. `redirect()` throws as well, and the callback does not let it through: `returnPathname` and `onError` are for that.",
  notAProblemWhen:
    "Everything that onSuccess waits for is caught, or nothing waits for it, or an `onError` decides what the visitor sees: then " +
    "throwing is how the app refuses a sign-in.",
  remedy: () => [
    "Catch inside of onSuccess, log the error, and let the sign-in go on: try { await fetchMutation(api.users.store, {}, { token: accessToken }); } catch (error) { console.error(error); }",
    "Store the user where it can be tried again, on the first page after the sign-in or by a WorkOS webhook, rather than in the callback only.",
    "Instead of redirect() in onSuccess: give handleAuth a returnPathname, or send people on from the first page.",
    "Where a failure has to stop the sign-in, give handleAuth an onError that leads to a page that says so.",
  ],
  sources: [
    "https://github.com/workos/authkit-nextjs/blob/main/src/authkit-callback-route.ts",
    "https://github.com/workos/authkit-nextjs#handleauth",
  ],
  appliesTo: { packages: { [NEXTJS]: "*" } },
  testedWith: { [NEXTJS]: "4.3.2" },
  masks: [],
  detectors: [
    detector({
      needs: ["routes", "packages"],
      *find({ routes, packages }) {
        for (const { path, answersErrors, uncaught } of routes.successHandlers) {
          const [first] = uncaught;
          if (answersErrors !== false || first === undefined) continue;
          yield shown({
            subject: path,
            severity: "warning",
            location: first.location,
            evidence: uncaught.map(({ quote, location }) => ({ kind: "project", quote, location })),
            detail: `${failureOf(first)}, and ${path} ${outcomeOf(packages)}.`,
          });
        }
      },
    }),
  ],
});

function failureOf({ fails, call }: UncaughtFailure): string {
  switch (fails) {
    case "throw":
      return "onSuccess throws";
    case "redirect":
      return `${call}() throws, which handleAuth takes for a failure`;
    default:
      return `onSuccess does not catch a failure of ${call}()`;
  }
}

/** What the visitor gets then, by the version. */
function outcomeOf(packages: PackagesFact): string {
  return isWithin(packages[NEXTJS], KEEPS_SESSION)
    ? "then answers with an error instead of the app"
    : "then answers with an error and leaves nobody signed in";
}

const CALLBACK = "apps/web/src/app/callback/route.ts";
const IMPORTS =
  'import { handleAuth } from "@workos-inc/authkit-nextjs";\nimport { fetchMutation } from "convex/nextjs";\nimport { api } from "@notes/backend/convex/_generated/api";\n';
const callback = (options: string, before = "") => ({
  file: CALLBACK,
  write: `${IMPORTS}${before}\nexport const GET = handleAuth({\n  returnPathname: "/notes",\n${options}});\n`,
});
const ADD = 'fetchMutation(api.notes.add, { text: "Welcome" }, { token: accessToken })';

export const examples: Example[] = [
  {
    name: "onSuccess writes to Convex and does not catch",
    project: "nextjs-monorepo",
    edits: [callback(`  onSuccess: async ({ accessToken }) => {\n    await ${ADD};\n  },\n`)],
    expect: [`warning onsuccess-throws-loses-login ${CALLBACK}:8`],
  },
  {
    name: "a helper of onSuccess does, on a client that it makes",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/src/lib/welcome.ts",
        write:
          'import { ConvexHttpClient } from "convex/browser";\nimport { api } from "@notes/backend/convex/_generated/api";\n\nfunction clientFor(token: string) {\n  const client = new ConvexHttpClient(process.env.NEXT_PUBLIC_CONVEX_URL!);\n  client.setAuth(token);\n  return client;\n}\n\nexport async function welcome(token: string) {\n  const client = clientFor(token);\n  return client.mutation(api.notes.add, { text: "Welcome" });\n}\n',
      },
      {
        file: CALLBACK,
        write:
          'import { handleAuth } from "@workos-inc/authkit-nextjs";\nimport { welcome } from "@/lib/welcome";\n\nconst handle = handleAuth({\n  async onSuccess({ accessToken }) {\n    await welcome(accessToken);\n  },\n});\n\nexport async function GET(request: Request) {\n  return handle(request as never);\n}\n',
      },
    ],
    expect: [`warning onsuccess-throws-loses-login ${CALLBACK}:6`],
  },
  {
    name: "onSuccess throws in any case",
    project: "nextjs-monorepo",
    edits: [callback('  onSuccess: async () => {\n    throw new Error("Not implemented");\n  },\n')],
    expect: [`warning onsuccess-throws-loses-login ${CALLBACK}:8`],
  },
  {
    name: "it redirects new users, which the callback takes for a failure",
    project: "nextjs-monorepo",
    edits: [
      callback(
        '  onSuccess: async ({ user }) => {\n    if (!user.emailVerified) redirect("/verify");\n  },\n',
        'import { redirect } from "next/navigation";\n',
      ),
    ],
    expect: [`warning onsuccess-throws-loses-login ${CALLBACK}:9`],
  },
  {
    name: "a catch that only logs and throws again",
    project: "nextjs-monorepo",
    edits: [
      callback(
        `  onSuccess: async ({ accessToken }) => {\n    try {\n      await ${ADD};\n    } catch (error) {\n      console.error(error);\n      throw error;\n    }\n  },\n`,
      ),
    ],
    expect: [`warning onsuccess-throws-loses-login ${CALLBACK}:9`],
  },
  {
    name: "everything is caught",
    project: "nextjs-monorepo",
    edits: [
      callback(
        `  onSuccess: async ({ accessToken }) => {\n    try {\n      await ${ADD};\n    } catch (error) {\n      console.error(error);\n    }\n  },\n`,
      ),
    ],
    expect: [],
  },
  {
    name: "the promise catches, or nobody waits for it",
    project: "nextjs-monorepo",
    edits: [
      callback(
        `  onSuccess: async ({ accessToken }) => {\n    void ${ADD};\n    await ${ADD}.catch(() => null);\n    await Promise.allSettled([${ADD}]);\n  },\n`,
      ),
    ],
    expect: [],
  },
  {
    name: "the work is put off until the answer is sent",
    project: "nextjs-monorepo",
    edits: [
      callback(
        `  onSuccess: ({ accessToken }) => {\n    after(async () => {\n      await ${ADD};\n    });\n  },\n`,
        'import { after } from "next/server";\n',
      ),
    ],
    expect: [],
  },
  {
    name: "an onError decides what a refused sign-in leads to",
    project: "nextjs-monorepo",
    edits: [
      callback(
        `  onSuccess: async ({ accessToken }) => {\n    await ${ADD};\n  },\n  onError: ({ request }) => NextResponse.redirect(new URL("/", request.url)),\n`,
        'import { NextResponse } from "next/server";\n',
      ),
    ],
    expect: [],
  },
  {
    name: "it only sets a cookie, and the return path leads on",
    project: "nextjs-monorepo",
    edits: [
      callback(
        '  onSuccess: async ({ user }) => {\n    (await cookies()).set("greeted", user.id);\n    return;\n  },\n',
        'import { cookies } from "next/headers";\n',
      ),
    ],
    expect: [],
  },
  {
    name: "it refuses some users on purpose",
    project: "nextjs-monorepo",
    edits: [
      callback(
        '  onSuccess: async ({ user }) => {\n    if (user.email.endsWith("@example.com")) return;\n    throw new Error("Only for members");\n  },\n',
      ),
    ],
    expect: [],
  },
];
