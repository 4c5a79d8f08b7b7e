import { nearestRedirectUris, type UriDifference } from "@convex-authkit/core";
import { html } from "hono/html";
import type { AuthKitEnvironment } from "../environment.ts";
import type { ErrorPage } from "../protocol/error-page.ts";
import type { Html, PageContent } from "./page.ts";

/** What an error page is told by its address. */
export interface ErrorView {
  environment: AuthKitEnvironment;
  /** A parameter of the address; empty where it is absent. */
  parameter(name: string): string;
}

/** The error pages, by the path that they have at `error.workos.com`. */
export const ERROR_PAGES: Record<ErrorPage, (view: ErrorView) => PageContent> = {
  "redirect-uri-invalid": redirectUriInvalid,
  "sso/client-id-invalid": clientIdInvalid,
  "sso/invalid-connection-selector": invalidConnectionSelector,
  "user_management/app-homepage-url-not-found": homepageNotFound,
  "user_management/authorization-expired": authorizationExpired,
};

const address = (text: string): Html => html`<code class="address">${text === "" ? "(none)" : text}</code>`;
const addresses = (list: readonly string[]): Html =>
  list.length === 0
    ? html`<p>None.</p>`
    : html`<ul class="addresses">
        ${list.map((one) => html`<li>${address(one)}</li>`)}
      </ul>`;
const inProduction = (page: string): Html =>
  html`<p class="hint">
    In production the browser ends on error.workos.com/${page}, and the app hears nothing of it.
  </p>`;

function redirectUriInvalid({ environment, parameter }: ErrorView): PageContent {
  const sent = parameter("redirect_uri");
  const near = sent === "" ? [] : nearestRedirectUris(environment.redirectUris, sent);
  const [nearest] = near;
  const isRegistered = near.length === 0 && environment.redirectUris.length > 0 && sent !== "";
  return {
    title: "This redirect URI is not registered",
    isWide: true,
    body: html`
      <h1>This redirect URI is not registered</h1>
      <p class="lead">
        ${isRegistered ? "The fault redirect-uri-unregistered refuses it, although it is on the list." : advice(sent, nearest?.differences)}
      </p>
      <dl>
        <dt>The app sent</dt>
        <dd>${address(sent)}</dd>
        ${
          nearest === undefined
            ? ""
            : html`<dt>
                  ${near.length === 1 ? "The registered one that comes closest" : "The registered ones that come closest"}
                </dt>
                <dd>
                  <ul class="addresses">
                    ${near.map(
                      ({ registered, differences }) =>
                        html`<li>
                          ${withMark(registered, sent)}
                          <span class="hint">It differs in ${inWords(differences)}.</span>
                        </li>`,
                    )}
                  </ul>
                </dd>`
        }
        <dt>All that are registered</dt>
        <dd>${addresses(environment.redirectUris)}</dd>
      </dl>
      ${inProduction("redirect-uri-invalid")}
    `,
  };
}

function advice(sent: string, differences: UriDifference[] | undefined): string {
  if (sent === "")
    return "The app sent none. Set its redirect URI, NEXT_PUBLIC_WORKOS_REDIRECT_URI for example.";
  if (differences?.length === 1 && differences[0] === "port")
    return "The app runs on another port than the one that is registered. Free that port, or register this one.";
  if (differences?.length === 1 && differences[0] === "loopback-name")
    return "localhost and 127.0.0.1 are different names to WorkOS and to cookies. Use the same one everywhere.";
  return "Register it, or let the app send one that is registered, character for character.";
}

const WORDS: Record<UriDifference, string> = {
  scheme: "the scheme, http or https",
  "loopback-name": "the name of this machine",
  www: "the www in front",
  host: "the host",
  port: "the port",
  path: "the path",
  "trailing-slash": "the slash at the end",
  query: "the query",
  "letter-case": "upper and lower case",
  other: "the way it is written",
};

function inWords(differences: readonly UriDifference[]): string {
  const words = differences.map((difference) => WORDS[difference]);
  const last = words.pop() ?? "";
  return words.length === 0 ? last : `${words.join(", ")} and ${last}`;
}

/** Marks the words of an address in which it differs from another: what is left without their common beginning and end. */
function withMark(text: string, other: string): Html {
  let start = 0;
  while (start < text.length && text[start] === other[start]) start++;
  while (start > 0 && !isBetweenWords(text[start - 1])) start--;
  let end = 0;
  const most = Math.min(text.length, other.length) - start;
  while (end < most && text[text.length - 1 - end] === other[other.length - 1 - end]) end++;
  while (end > 0 && !isBetweenWords(text[text.length - end])) end--;
  const middle = text.slice(start, text.length - end);
  return html`<code class="address"
    >${text.slice(0, start)}${middle === "" ? "" : html`<mark>${middle}</mark>`}${text.slice(text.length - end)}</code
  >`;
}

function isBetweenWords(character: string | undefined): boolean {
  return character !== undefined && "/:.?&=#".includes(character);
}

function clientIdInvalid({ environment, parameter }: ErrorView): PageContent {
  const sent = parameter("client_id");
  return {
    title: "This client ID is unknown",
    isWide: true,
    body: html`
      <h1>This client ID is unknown</h1>
      <p class="lead">
        ${
          sent === environment.clientId
            ? "The fault client-id-unknown refuses it, although it is this environment's own."
            : "The app uses the client ID of another environment, or an empty variable. Restart the app after changing it: bundlers write it into the code."
        }
      </p>
      <dl>
        <dt>The app sent</dt>
        <dd>${address(sent)}</dd>
        <dt>This environment's is</dt>
        <dd>${address(environment.clientId)}</dd>
      </dl>
      ${inProduction("sso/client-id-invalid")}
    `,
  };
}

function invalidConnectionSelector(): PageContent {
  return {
    title: "This address does not say how to sign in",
    isWide: true,
    body: html`
      <h1>This address does not say how to sign in</h1>
      <p class="lead">
        The authorize address needs <code>provider=authkit</code>, a connection or an organization. Let the
        SDK build it: <code>getSignInUrl()</code> in authkit-nextjs, <code>signIn()</code> in authkit-react.
      </p>
      ${inProduction("sso/invalid-connection-selector")}
    `,
  };
}

function homepageNotFound({ environment }: ErrorView): PageContent {
  return {
    title: "Signed out, with nowhere to go",
    isWide: true,
    body: html`
      <h1>Signed out, with nowhere to go</h1>
      <p class="lead">
        ${
          environment.homepageUrl === null
            ? html`The app named no allowed address to return to, and the environment has no homepage. Set the
                app homepage URL, or pass <code>returnTo</code> with one of the sign-out redirects.`
            : `The app named no allowed address to return to, and the fault no-homepage-url hides the homepage ${environment.homepageUrl}.`
        }
      </p>
      <dl>
        <dt>Sign-out redirects that are allowed</dt>
        <dd>${addresses(environment.logoutUris)}</dd>
      </dl>
      ${inProduction("user_management/app-homepage-url-not-found")}
    `,
  };
}

function authorizationExpired(): PageContent {
  return {
    title: "This sign-in is over",
    body: html`
      <h1>This sign-in is over</h1>
      <p class="lead">
        It was finished or cancelled before, began too long ago, or the emulator was started anew. Go back to
        the app and sign in from there.
      </p>
    `,
  };
}
