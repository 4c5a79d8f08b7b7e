import { describe, expect, it } from "vitest";
import { createClock } from "../../clock/clock.ts";
import { ALL_FAULTS } from "../../faults/all-faults.ts";
import { createFaults } from "../../faults/switchboard.ts";
import { createTimeline } from "../../timeline/timeline.ts";
import type { Account } from "../accounts.ts";
import { createAuthKit } from "../create-authkit.ts";
import type { AuthKitEnvironment } from "../environment.ts";
import { STANDARD_ENVIRONMENT } from "../standard-environment.ts";

const CALLBACK = "http://localhost:3000/callback";
const ADA: Account = { email: "ada@example.com", password: "engine", firstName: "Ada", lastName: "Lovelace" };
const GRACE: Account = {
  email: "grace@example.com",
  password: "compiler",
  memberships: [{ organization: "Navy", roles: ["admin"] }, { organization: "Harvard" }],
};

/** A browser of the plainest kind: it follows redirects within AuthKit, keeps cookies, and runs no script. */
async function start(accounts: Account[] = [ADA, GRACE], settings: Partial<AuthKitEnvironment> = {}) {
  const clock = createClock();
  const timeline = createTimeline(clock);
  const faults = createFaults(ALL_FAULTS, clock);
  const authkit = await createAuthKit(
    { clock, timeline, faults },
    structuredClone({ ...STANDARD_ENVIRONMENT, ...settings }),
    { accounts },
    { rateLimits: false },
  );
  let cookie = "";
  async function visit(address: string, init?: RequestInit): Promise<Visit> {
    const url = new URL(address, "http://localhost:4100");
    if (url.origin !== "http://localhost:4100") return { url, status: 0, html: "" };
    const response = await authkit.fetch(new Request(url, { ...init, headers: { cookie } }));
    cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
    const location = response.headers.get("location");
    if (location !== null) return visit(new URL(location, url).href);
    return { url, status: response.status, html: await response.text() };
  }
  const authorize = (parameters: Record<string, string> = {}) =>
    visit(
      `/user_management/authorize?${new URLSearchParams({
        client_id: "client_emulator",
        redirect_uri: CALLBACK,
        response_type: "code",
        provider: "authkit",
        state: "of the app",
        ...parameters,
      }).toString()}`,
    );
  const send = (path: string, { url }: Pick<Visit, "url">, fields: Record<string, string>) =>
    visit(`/authkit/${path}`, {
      method: "POST",
      body: new URLSearchParams({ authorization: url.searchParams.get("authorization") ?? "", ...fields }),
    });
  const idOf = (email: string) => authkit.accounts().find((one) => one.email === email)?.id ?? "";
  return { authkit, timeline, faults, clock, visit, authorize, send, idOf };
}

interface Visit {
  url: URL;
  status: number;
  html: string;
}

const arrived = ({ url }: Visit) => ({
  at: `${url.origin}${url.pathname}`,
  ...Object.fromEntries(url.searchParams),
});

describe("the sign-in page", () => {
  it("lets an account be picked, and brings its code to the callback with the state", async () => {
    const { authorize, send, idOf, authkit } = await start();
    const page = await authorize();
    expect(page.url.pathname).toBe("/authkit/sign-in");
    expect(page.html).toContain("convex-authkit emulator — not WorkOS");
    expect(page.html).toContain("Ada Lovelace");
    const end = await send("sign-in", page, { account: idOf(ADA.email) });
    expect(arrived(end)).toEqual({ at: CALLBACK, code: expect.any(String), state: "of the app" });
    expect(authkit.sessions()).toMatchObject([{ email: ADA.email, status: "active" }]);
  });

  it("takes an address in any letter case with its password", async () => {
    const { authorize, send } = await start();
    const end = await send("sign-in", await authorize(), { email: " Ada@Example.com ", password: "engine" });
    expect(arrived(end)).toMatchObject({ at: CALLBACK, code: expect.any(String) });
  });

  it.each([
    ["a wrong password", { email: ADA.email, password: "Engine" }],
    ["an unknown address", { email: "nobody@example.com", password: "engine" }],
    ["an account without a password", { email: "plain@example.com", password: "" }],
    ["nothing", {}],
  ])("says no to %s, keeps the address, and the sign-in goes on", async (_what, fields) => {
    const { authorize, send, timeline } = await start([ADA, { email: "plain@example.com" }]);
    const page = await authorize();
    const again = await send("sign-in", page, fields);
    expect(again.url.pathname).toBe("/authkit/sign-in");
    expect(again.url.search).not.toContain("ngine");
    expect(again.html).toContain("The e-mail address or the password is wrong.");
    if ("email" in fields) expect(again.html).toContain(`value="${fields.email}"`);
    expect(timeline.events().at(-1)).toMatchObject({ kind: "password", outcome: "refused" });
    const end = await send("sign-in", again, { email: ADA.email, password: "engine" });
    expect(arrived(end)).toMatchObject({ at: CALLBACK });
  });

  it("puts whom the app hints at first, and fills in an address that is no account", async () => {
    const { authorize } = await start();
    const known = await authorize({ login_hint: "GRACE@example.com" });
    expect(known.html.indexOf("grace@example.com")).toBeLessThan(known.html.indexOf("Ada Lovelace"));
    const unknown = await authorize({ login_hint: "new@example.com" });
    expect(unknown.html).toContain('value="new@example.com"');
  });

  it("puts the members of the organization that the app asks for first", async () => {
    const { authorize, send, authkit, idOf } = await start();
    const page = await authorize({ organization_id: await organizationOf(authkit, "Harvard") });
    expect(page.html).toContain("for the organization Harvard");
    expect(page.html.indexOf("grace@example.com")).toBeLessThan(page.html.indexOf("Ada Lovelace"));
    const end = await send("sign-in", page, { account: idOf(GRACE.email) });
    expect(arrived(end)).toMatchObject({ at: CALLBACK, code: expect.any(String) });
  });

  it("goes back to the app with access_denied when somebody cancels", async () => {
    const { authorize, send } = await start();
    expect(arrived(await send("cancel", await authorize(), {}))).toMatchObject({
      at: CALLBACK,
      error: "access_denied",
      state: "of the app",
    });
  });

  it("is over once it was used, cancelled, or forgotten", async () => {
    const { authorize, send, idOf, visit, authkit } = await start();
    const page = await authorize();
    await send("sign-in", page, { account: idOf(ADA.email) });
    for (const late of [
      await send("sign-in", page, { account: idOf(ADA.email) }),
      await send("cancel", page, {}),
      await visit(page.url.href),
    ]) {
      expect(late.status).toBe(400);
      expect(late.html).toContain("This sign-in is over");
    }
    const other = await authorize({ prompt: "login" });
    authkit.reset();
    expect((await visit(other.url.href)).html).toContain("This sign-in is over");
  });

  it.each(["sign-in", "sign-up", "organization", "challenge", "cancel"])(
    "answers a forged form for %s with an error page",
    async (path) => {
      const { visit, idOf, authkit } = await start();
      for (const body of [
        new URLSearchParams({ authorization: "forged", account: idOf(ADA.email), email: "x@example.com" }),
        new URLSearchParams(),
        "\u0000 no form at all",
      ]) {
        const answer = await visit(`/authkit/${path}`, { method: "POST", body });
        expect(answer.status).toBe(400);
        expect(answer.html).toContain("This sign-in is over");
      }
      expect(authkit.sessions()).toEqual([]);
      expect(authkit.accounts()).toHaveLength(2);
    },
  );

  it("does not know an account that was deleted meanwhile", async () => {
    const { authorize, send } = await start();
    const page = await send("sign-in", await authorize(), { account: "user_gone" });
    expect(page.html).toContain("This account does not exist any more.");
  });
});

async function organizationOf(
  authkit: Awaited<ReturnType<typeof start>>["authkit"],
  name: string,
): Promise<string> {
  const response = await authkit.fetch(
    new Request("http://localhost:4100/organizations", {
      headers: { authorization: "Bearer sk_test_emulator" },
    }),
  );
  const { data } = (await response.json()) as { data: { id: string; name: string }[] };
  return data.find((one) => one.name === name)?.id ?? "";
}

describe("the sign-up page", () => {
  it("makes an account with a verified address, and signs it in", async () => {
    const { authorize, send, authkit } = await start();
    const page = await authorize({ screen_hint: "sign-up" });
    expect(page.url.pathname).toBe("/authkit/sign-up");
    const end = await send("sign-up", page, {
      email: "new@example.com",
      password: "first",
      first_name: "New",
      last_name: "",
    });
    expect(arrived(end)).toMatchObject({ at: CALLBACK, code: expect.any(String) });
    expect(authkit.accounts().at(-1)).toMatchObject({
      email: "new@example.com",
      password: "first",
      firstName: "New",
      lastName: undefined,
      emailVerified: true,
    });
  });

  it.each([
    [{ email: "ADA@example.com", password: "x" }, "There is an account with this e-mail address already."],
    [{ email: "nobody", password: "x" }, "Enter an e-mail address."],
    [{ email: "x@example.com", password: "" }, "Choose a password."],
  ])("refuses %j, and keeps what was entered", async (fields, sentence) => {
    const { authorize, send, authkit } = await start();
    const again = await send("sign-up", await authorize({ screen_hint: "sign-up" }), {
      ...fields,
      first_name: "New",
    });
    expect(again.html).toContain(sentence);
    expect(again.html).toContain('value="New"');
    expect(again.html).toContain(`value="${fields.email}"`);
    expect(authkit.accounts()).toHaveLength(2);
  });
});

describe("the choice of an organization", () => {
  it("is asked of members of several, and goes into the session", async () => {
    const { authorize, send, idOf, authkit } = await start();
    const page = await send("sign-in", await authorize(), { account: idOf(GRACE.email) });
    expect(page.url.pathname).toBe("/authkit/organization");
    expect(page.html).toContain("Navy");
    const harvard = await organizationOf(authkit, "Harvard");
    expect(arrived(await send("organization", page, { organization: harvard }))).toMatchObject({
      at: CALLBACK,
      code: expect.any(String),
    });
    expect(authkit.sessions()).toMatchObject([{ organizationId: harvard }]);
  });

  it("takes no organization that the user does not belong to", async () => {
    const { authorize, send, idOf, authkit } = await start();
    const page = await send("sign-in", await authorize(), { account: idOf(GRACE.email) });
    const again = await send("organization", page, { organization: "org_of_others" });
    expect(again.html).toContain("not a member of that organization");
    expect(authkit.sessions()).toEqual([]);
  });

  it("cannot be made before somebody has shown who they are", async () => {
    const { authorize, send, authkit, visit } = await start();
    const page = await authorize();
    const navy = await organizationOf(authkit, "Navy");
    expect((await send("organization", page, { organization: navy })).url.pathname).toBe("/authkit/sign-in");
    const address = page.url.href.replace("/sign-in", "/organization");
    expect((await visit(address)).url.pathname).toBe("/authkit/sign-in");
  });
});

describe("the challenge", () => {
  it("stands before the form where the fault asks for it, and keeps a script out", async () => {
    const { authorize, send, faults, idOf, timeline, authkit } = await start();
    faults.set("hosted-page-challenge");
    const page = await authorize();
    expect(page.url.pathname).toBe("/authkit/challenge");
    expect(page.html).toContain("Verify you are human");
    expect(page.html).not.toContain('name="password"');
    const script = await send("sign-in", page, { account: idOf(ADA.email) });
    expect(script.url.pathname).toBe("/authkit/challenge");
    expect(authkit.sessions()).toEqual([]);
    expect(timeline.events().at(-1)).toMatchObject({
      outcome: "fault",
      fault: "hosted-page-challenge",
      failureMode: "e2e-login-blocked",
    });

    const form = await send("challenge", page, {});
    expect(form.url.pathname).toBe("/authkit/sign-in");
    expect(arrived(await send("sign-in", form, { account: idOf(ADA.email) }))).toMatchObject({
      at: CALLBACK,
    });
  });
});

describe("the error pages", () => {
  it("show a redirect URI that is not registered, beside the one that comes closest", async () => {
    const { authorize } = await start([], {
      redirectUris: ["http://localhost:3000/callback", "https://app.example.com/auth"],
    });
    const page = await authorize({ redirect_uri: "http://localhost:3001/callback" });
    expect(page.status).toBe(400);
    expect(page.url.pathname).toBe("/error.workos.com/redirect-uri-invalid");
    expect(page.html).toContain("http://localhost:3001/callback");
    expect(page.html).toContain("<mark>3000</mark>");
    expect(page.html).toContain("It differs in the port.");
    expect(page.html).toContain("https://app.example.com/auth");
  });

  it.each([
    ["http://127.0.0.1:3000/callback", "<mark>localhost</mark>", "different names"],
    ["http://localhost:3000/callback/", "", "It differs in the slash at the end."],
    ["https://localhost:3000/Callback", "", "the scheme, http or https and upper and lower case"],
    ["", "(none)", "The app sent none."],
    ["no address", "no address", "It differs in the way it is written."],
  ])("tell what is different about %j", async (redirect_uri, shown, said) => {
    const { authorize } = await start([], { redirectUris: [CALLBACK] });
    const { html } = await authorize({ redirect_uri });
    expect(html).toContain(shown);
    expect(html.replace(/\s+/g, " ")).toContain(said);
  });

  it("blame the fault where the address is registered", async () => {
    const { authorize, faults } = await start();
    faults.set("redirect-uri-unregistered");
    expect((await authorize()).html).toContain("The fault redirect-uri-unregistered refuses it");
    faults.clear();
    faults.set("client-id-unknown");
    expect((await authorize()).html).toContain("The fault client-id-unknown refuses it");
  });

  it("name the environment's client id beside the unknown one", async () => {
    const { authorize } = await start();
    const { html, url } = await authorize({ client_id: "client_01OTHER" });
    expect(url.pathname).toBe("/error.workos.com/sso/client-id-invalid");
    expect(html).toContain("client_01OTHER");
    expect(html).toContain("client_emulator");
    expect(html).not.toContain("sk_test");
  });

  it("say where a sign-out may return to, if the environment has no homepage", async () => {
    const { visit } = await start([], { homepageUrl: null, logoutUris: ["https://app.example.com/bye"] });
    const { html, url } = await visit("/user_management/sessions/logout?session_id=session_1");
    expect(url.pathname).toBe("/error.workos.com/user_management/app-homepage-url-not-found");
    expect(html).toContain("https://app.example.com/bye");
  });

  it("are a 404 under any other name", async () => {
    const { visit } = await start();
    expect((await visit("/error.workos.com/__proto__")).status).toBe(404);
  });
});

describe("hostile input", () => {
  const EVIL = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&`;

  it("is shown as text on every page", async () => {
    const { authorize, send, visit } = await start(
      [
        {
          email: `${EVIL.replaceAll(" ", "")}@example.com`,
          firstName: EVIL,
          memberships: [{ organization: EVIL }, { organization: `${EVIL}2` }],
        },
      ],
      { redirectUris: [CALLBACK, `https://app.example.com/?${EVIL}`], homepageUrl: null, logoutUris: [EVIL] },
    );
    const page = await authorize({ login_hint: EVIL, state: EVIL });
    const account = /name="account"\s+value="([^"]+)"/.exec(page.html)?.[1] ?? "";
    const pages = [
      page,
      await authorize({ login_hint: EVIL, screen_hint: "sign-up" }),
      await send("sign-in", page, { email: EVIL, password: EVIL }),
      await send("sign-up", page, { email: EVIL, password: EVIL, first_name: EVIL, last_name: EVIL }),
      await send("sign-in", page, { account }),
      await authorize({ redirect_uri: `http://localhost:3000/${EVIL}` }),
      await authorize({ client_id: EVIL }),
      await visit("/user_management/sessions/logout?session_id=session_1"),
      await visit(`/authkit/sign-in?authorization=${encodeURIComponent(EVIL)}`),
      await visit(`${page.url.href}&problem=${encodeURIComponent(EVIL)}&problem=toString`),
    ];
    for (const { html, url } of pages) {
      expect(html, url.pathname).not.toMatch(/<script|<img|onerror=alert\(1\)>'/);
      expect(html, url.pathname).toContain("not WorkOS");
    }
    expect(pages.map(({ url }) => url.pathname)).toContain("/authkit/organization");
  });

  it("may not be run: pages forbid scripts and frames", async () => {
    const { authkit } = await start();
    const response = await authkit.fetch(new Request("http://localhost:4100/authkit/sign-in"));
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(response.headers.get("cache-control")).toBe("no-store");
  });
});
