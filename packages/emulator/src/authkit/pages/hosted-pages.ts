import type { Hono } from "hono";
import type { AuthKitContext } from "../context.ts";
import type { CancelSignIn, CompleteSignIn, HostedSignIn } from "../protocol/finish-sign-in.ts";
import type { Authorization } from "../sessions/authorizations.ts";
import { createChallenges } from "./challenges.ts";
import { errorPageRoutes } from "./error-page-routes.ts";
import { openPages } from "./open-pages.ts";
import { organizationPage } from "./organization-page.ts";
import { page } from "./page.ts";
import { toPage } from "./page-addresses.ts";
import { problemText } from "./page-problems.ts";
import { addSignInRoutes } from "./sign-in-routes.ts";

/** The pages of AuthKit that people see: sign-in, sign-up, the choice of an organization, and the error pages. */
export interface HostedPages {
  routes: Hono;
  /** Sends the browser from `authorize` to the page it asks for: a 302 to the sign-in or the sign-up page. */
  open(authorization: Authorization): Response;
  /** Sends the browser to the page where somebody who has shown who they are chooses among their organizations: a 303. */
  chooseOrganization(authorizationId: string, signIn: HostedSignIn): Response;
}

/** How the pages hand a sign-in back to the protocol. */
export interface SignInEnds {
  complete: CompleteSignIn;
  cancel: CancelSignIn;
}

/** The hosted pages: plain forms without scripts, each answered with a redirect. */
export function hostedPages(context: AuthKitContext, { complete, cancel }: SignInEnds): HostedPages {
  const { authorizations, directory, environment } = context;
  const routes = errorPageRoutes(environment);
  const pages = openPages(routes, context);
  const challenges = createChallenges(context);
  /** Who has shown who they are and chooses an organization now, by authorization. */
  const choosing = new Map<string, HostedSignIn>();

  addSignInRoutes(pages, context, challenges, complete);

  pages.take("cancel", (_form, { id }, request) => cancel(context, request, id));

  pages.show("organization", async (query, authorization) => {
    const user = directory.user(choosing.get(authorization.id)?.userId ?? "");
    if (user === null) return toPage("sign-in", authorization.id);
    const memberships = directory.activeMemberships(user.id);
    const problem = problemText(query("problem"));
    return page(organizationPage({ authorization, user, memberships, problem }));
  });

  pages.take("organization", async (form, { id }, request) => {
    const signIn = choosing.get(id);
    if (signIn === undefined) return toPage("sign-in", id);
    const organizationId = form("organization");
    const memberships = directory.activeMemberships(signIn.userId);
    if (!memberships.some((one) => one.organization_id === organizationId))
      return toPage("organization", id, { problem: "not-a-member" });
    return complete(context, request, id, { ...signIn, organizationId });
  });

  /** Keeps nothing of sign-ins that are over. */
  function forget(): void {
    const isGoingOn = (id: string): boolean => authorizations.find(id) !== null;
    challenges.keepOnly(isGoingOn);
    for (const id of choosing.keys()) if (!isGoingOn(id)) choosing.delete(id);
  }

  return {
    routes,
    open({ id, screenHint }) {
      forget();
      return toPage(screenHint, id, {}, 302);
    },
    chooseOrganization(authorizationId, signIn) {
      choosing.set(authorizationId, signIn);
      return toPage("organization", authorizationId);
    },
  };
}
