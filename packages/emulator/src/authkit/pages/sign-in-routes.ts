import type { AuthKitContext } from "../context.ts";
import { isEmail } from "../directory/email.ts";
import type { User } from "../directory/objects.ts";
import type { CompleteSignIn } from "../protocol/finish-sign-in.ts";
import type { Authorization } from "../sessions/authorizations.ts";
import { accountChoices } from "./account-choices.ts";
import { challengePage } from "./challenge-page.ts";
import type { Challenges } from "./challenges.ts";
import type { OpenPages } from "./open-pages.ts";
import { page } from "./page.ts";
import { type ShownAgain, toPage } from "./page-addresses.ts";
import { problemText } from "./page-problems.ts";
import type { Form } from "./read-form.ts";
import { signInPage } from "./sign-in-page.ts";
import { signUpPage } from "./sign-up-page.ts";

/** The pages on which people say who they are: sign-in, sign-up and, where a fault asks for it, the challenge before them. */
export function addSignInRoutes(
  pages: OpenPages,
  context: AuthKitContext,
  challenges: Challenges,
  complete: CompleteSignIn,
): void {
  const { directory, environment, limits, parts } = context;

  pages.show("sign-in", async (query, authorization) => {
    if (challenges.openAt("GET /authkit/sign-in", authorization) !== null)
      return toPage("challenge", authorization.id);
    const { organizationId, loginHint } = authorization;
    const organization = organizationId === null ? null : directory.organization(organizationId);
    const problem = problemText(query("problem"));
    const isPasswordProblem = query("problem") === "wrong-password";
    return page(
      signInPage({
        authorization,
        accounts: accountChoices(directory, authorization),
        organization: organization?.name ?? null,
        email: query("email") ?? loginHint ?? "",
        problem: isPasswordProblem ? null : problem,
        passwordProblem: isPasswordProblem ? problem : null,
      }),
    );
  });

  pages.show("sign-up", async (query, authorization) => {
    if (challenges.openAt("GET /authkit/sign-up", authorization) !== null)
      return toPage("challenge", authorization.id);
    return page(
      signUpPage({
        authorization,
        email: query("email") ?? authorization.loginHint ?? "",
        firstName: query("first_name") ?? "",
        lastName: query("last_name") ?? "",
        problem: problemText(query("problem")),
      }),
    );
  });

  pages.show("challenge", async (query, authorization) =>
    page(challengePage(authorization, problemText(query("problem")))),
  );

  pages.take("challenge", async (_form, { id, screenHint }) => {
    challenges.pass(id);
    return toPage(screenHint, id);
  });

  pages.take("sign-in", async (form, authorization, request) => {
    if (challenges.openAt("POST /authkit/sign-in", authorization) !== null)
      return toPage("challenge", authorization.id, { problem: "challenge-first" });
    const user = form("account") === "" ? byPassword(form, authorization) : byPick(form, authorization);
    if (user instanceof Response) return user;
    return complete(context, request, authorization.id, { userId: user.id, method: "Password" });
  });

  function byPick(form: Form, { id }: Authorization): User | Response {
    return directory.user(form("account")) ?? toPage("sign-in", id, { problem: "account-gone" });
  }

  function byPassword(form: Form, { id }: Authorization): User | Response {
    const email = form("email").trim();
    if (limits.take("hostedSignIn", email) > 0)
      return toPage("sign-in", id, { problem: "too-many-tries", email });
    const user = directory.userByEmail(email);
    if (user !== null && directory.passwordMatches(user.id, form("password"))) return user;
    parts.timeline.record({
      side: "authkit",
      step: "sign-in",
      kind: "password",
      outcome: "refused",
      title:
        user === null
          ? `Somebody tried to sign in as ${email === "" ? "nobody" : email}, which is no account.`
          : `The password for ${user.email} was wrong.`,
      subject: { clientId: environment.clientId, userId: user?.id, email },
    });
    return toPage("sign-in", id, { problem: "wrong-password", email });
  }

  pages.take("sign-up", async (form, authorization, request) => {
    if (challenges.openAt("POST /authkit/sign-up", authorization) !== null)
      return toPage("challenge", authorization.id, { problem: "challenge-first" });
    const shown = {
      email: form("email").trim(),
      first_name: form("first_name").trim(),
      last_name: form("last_name").trim(),
    };
    const problem = problemOfNewAccount(shown.email, form("password"));
    if (problem !== null) return toPage("sign-up", authorization.id, { ...shown, problem });

    const user = directory.users.create({
      email: shown.email,
      email_verified: true,
      password: form("password"),
      first_name: shown.first_name === "" ? null : shown.first_name,
      last_name: shown.last_name === "" ? null : shown.last_name,
    });
    parts.timeline.record({
      side: "authkit",
      step: "sign-in",
      kind: "sign-up",
      outcome: "ok",
      title: `${user.email} signed up.`,
      subject: { clientId: environment.clientId, userId: user.id, email: user.email },
    });
    return complete(context, request, authorization.id, { userId: user.id, method: "Password" });
  });

  function problemOfNewAccount(email: string, password: string): NonNullable<ShownAgain["problem"]> | null {
    if (!isEmail(email)) return "no-email";
    if (password === "") return "no-password";
    return directory.userByEmail(email) === null ? null : "email-taken";
  }
}
