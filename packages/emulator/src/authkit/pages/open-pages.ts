import type { Hono } from "hono";
import type { AuthKitContext } from "../context.ts";
import type { Authorization } from "../sessions/authorizations.ts";
import { errorPage } from "./error-page-routes.ts";
import type { PageName } from "./page-addresses.ts";
import { type Form, readForm } from "./read-form.ts";

/** Pages that exist only while their sign-in goes on; later, and for an id nobody gave out, there is the error page. */
export interface OpenPages {
  /** Shows a page. @param content gets the parameters of its address */
  show(
    name: PageName,
    content: (query: (name: string) => string | undefined, authorization: Authorization) => Promise<Response>,
  ): void;
  /** Takes a form that a page sends, answered with a redirect. */
  take(
    name: PageName | "cancel",
    answer: (form: Form, authorization: Authorization, request: Request) => Promise<Response>,
  ): void;
}

export function openPages(routes: Hono, { authorizations, environment }: AuthKitContext): OpenPages {
  const over = (): Promise<Response> => errorPage("user_management/authorization-expired", environment);
  return {
    show(name, content) {
      routes.get(`/authkit/${name}`, (c) => {
        const authorization = authorizations.find(c.req.query("authorization") ?? "");
        return authorization === null ? over() : content((key) => c.req.query(key), authorization);
      });
    },
    take(name, answer) {
      routes.post(`/authkit/${name}`, async (c) => {
        const form = await readForm(c);
        const authorization = authorizations.find(form("authorization"));
        return authorization === null ? over() : answer(form, authorization, c.req.raw);
      });
    },
  };
}
