import type { PageProblem } from "./page-problems.ts";

/** The pages of a sign-in. */
export type PageName = "sign-in" | "sign-up" | "organization" | "challenge";

/** What a page shows again of a form that was refused. Never a password: it stands in the address. */
export interface ShownAgain {
  problem?: PageProblem;
  email?: string;
  first_name?: string;
  last_name?: string;
}

/** Sends the browser to a page of a sign-in. @param status 302 from `authorize`; 303 after a form */
export function toPage(
  name: PageName,
  authorizationId: string,
  shown: ShownAgain = {},
  status: 302 | 303 = 303,
): Response {
  const query = new URLSearchParams({ authorization: authorizationId, ...shown });
  return new Response(null, {
    status,
    headers: { location: `/authkit/${name}?${query.toString()}`, "cache-control": "no-store" },
  });
}
