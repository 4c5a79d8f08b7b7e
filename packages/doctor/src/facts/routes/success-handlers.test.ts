import { describe, expect, it } from "vitest";
import { isMissing } from "../missing.ts";
import { readRoutes } from "./read-routes.ts";
import { appOf, readingOf } from "./reading-for-tests.ts";

function handlersOf(options: string, more = "", others: Record<string, string> = {}) {
  const texts = {
    "app/callback/route.ts": `import { getWorkOS, handleAuth } from "@workos-inc/authkit-nextjs";
import { WorkOS } from "@workos-inc/node";
import { fetchMutation } from "convex/nextjs";
import { redirect } from "next/navigation";
import { api } from "../../convex/_generated/api";
${more}
export const GET = handleAuth({ ${options} });
`,
    ...others,
  };
  const fact = readRoutes(readingOf(texts), appOf("nextjs"));
  if (isMissing(fact)) throw new Error(fact.missing);
  return fact.successHandlers.map(({ path, answersErrors, uncaught }) => ({
    path,
    answersErrors,
    uncaught: uncaught.map(({ fails, call, location }) => `${fails} ${call} ${location.file}`),
  }));
}

/** What an onSuccess with this body lets out. */
const uncaughtIn = (body: string, more = "", others: Record<string, string> = {}) =>
  handlersOf(`onSuccess: async (signedIn) => { ${body} }`, more, others).flatMap(({ uncaught }) => uncaught);

const FILE = "app/callback/route.ts";

describe("what handleAuth does after a sign-in", () => {
  it.each<[string, string, string[]]>([
    ["a mutation that is waited for", "await fetchMutation(api.a.b);", [`convex fetchMutation ${FILE}`]],
    ["one that is returned", "return fetchMutation(api.a.b);", [`convex fetchMutation ${FILE}`]],
    [
      "several at once",
      "await Promise.all([fetchMutation(api.a.b), fetch(url)]);",
      [`convex fetchMutation ${FILE}`, `fetch fetch ${FILE}`],
    ],
    ["one passed on by then", "await fetch(url).then((it) => it.json());", [`fetch fetch ${FILE}`]],
    ["a request with finally", "await fetch(url).finally(done);", [`fetch fetch ${FILE}`]],
    ["a try that only cleans up", "try { await fetch(url); } finally { done(); }", [`fetch fetch ${FILE}`]],
    ["a request in a catch", "try { done(); } catch { await fetch(url); }", [`fetch fetch ${FILE}`]],
    [
      "the API of WorkOS",
      "await getWorkOS().userManagement.updateUser({}); const workos = new WorkOS(); await workos.users.listUsers();",
      [`workos getWorkOS().userManagement.updateUser ${FILE}`, `workos workos.users.listUsers ${FILE}`],
    ],
    ["a redirect in a branch", 'if (signedIn.user) return redirect("/a");', [`redirect redirect ${FILE}`]],
    ["a throw that every run reaches", "throw new Error();", [`throw throw ${FILE}`]],
  ])("lets the failure out of %s", (_, body, expected) => {
    expect(uncaughtIn(body)).toEqual(expected);
  });

  it.each<[string, string]>([
    ["a try around it", "try { await fetch(url); } catch {}"],
    ["its own catch", "await fetch(url).catch(() => {});"],
    ["a second argument of then", "await fetch(url).then(done, failed);"],
    ["allSettled", "await Promise.allSettled([fetch(url)]);"],
    ["nobody waiting", "void fetch(url); fetch(url);"],
    [
      "a function that cannot be followed",
      "await withRetries(fetch(url)); await withRetries(() => fetch(url));",
    ],
    ["a function that is only declared", "const later = async () => { await fetch(url); };"],
    ["a throw in a branch", "if (signedIn.user.banned) throw new Error();"],
    ["a throw behind a return", "if (signedIn.user) return; throw new Error();"],
    ["addresses of WorkOS's SDK", "getWorkOS().userManagement.getLogoutUrl({});"],
    ["a fetch of its own", "const fetch = async () => 1; await fetch();"],
  ])("keeps it in with %s", (_, body) => {
    expect(uncaughtIn(body)).toEqual([]);
  });

  it("is followed into helpers, whose own try counts", () => {
    const others = {
      "lib/sync.ts":
        'import { ConvexHttpClient } from "convex/browser";\nconst client = new ConvexHttpClient(url);\nexport async function sync() { await client.mutation(ref); }\nexport async function safely() { try { await sync(); } catch {} }\n',
    };
    const imports = 'import { safely, sync } from "../../lib/sync";';
    expect(uncaughtIn("await sync();", imports, others)).toEqual([`convex sync ${FILE}`]);
    expect(uncaughtIn("await safely();", imports, others)).toEqual([]);
    expect(uncaughtIn("void sync();", imports, others)).toEqual([]);
  });

  it("is found through a name, and with what answers errors", () => {
    const declared = "const done = async () => { await fetch(url); };";
    const uncaught = [`fetch fetch ${FILE}`];
    expect(handlersOf("onSuccess: done", declared)).toEqual([
      { path: "/callback", answersErrors: false, uncaught },
    ]);
    expect(handlersOf("onSuccess: done, onError: failed", declared)).toEqual([
      { path: "/callback", answersErrors: true, uncaught },
    ]);
    expect(handlersOf("onSuccess: done, ...more", declared)).toEqual([
      { path: "/callback", answersErrors: null, uncaught },
    ]);
    expect(handlersOf("onSuccess: wrapped(done)", declared)).toEqual([]);
  });
});
