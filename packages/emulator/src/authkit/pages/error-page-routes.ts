import { Hono } from "hono";
import type { AuthKitEnvironment } from "../environment.ts";
import { ERROR_PAGES_PATH, type ErrorPage } from "../protocol/error-page.ts";
import { ERROR_PAGES } from "./error-pages.ts";
import { page } from "./page.ts";

/** The pages on which a browser ends where production sends it to `error.workos.com`. */
export function errorPageRoutes(environment: AuthKitEnvironment): Hono {
  const routes = new Hono();
  for (const name of Object.keys(ERROR_PAGES) as ErrorPage[])
    routes.get(`${ERROR_PAGES_PATH}/${name}`, (c) => errorPage(name, environment, c.req.query()));
  return routes;
}

/** Answers with an error page. @param parameters those of its address */
export function errorPage(
  name: ErrorPage,
  environment: AuthKitEnvironment,
  parameters: Record<string, string> = {},
): Promise<Response> {
  const parameter = (key: string): string => (Object.hasOwn(parameters, key) ? (parameters[key] ?? "") : "");
  return page(ERROR_PAGES[name]({ environment, parameter }), 400);
}
