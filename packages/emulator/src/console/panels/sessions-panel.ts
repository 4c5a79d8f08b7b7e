import { html } from "hono/html";
import type { SessionSummary } from "../../authkit/authkit.ts";
import type { Html } from "../../authkit/pages/page.ts";
import { seenFrom } from "../format-time.ts";

/** Sessions that are over are shown for a while, since what follows in the timeline is about them. */
const MOST_OVER = 5;

/** Who is signed in, newest first. @param now milliseconds since 1970, by the emulator's clock */
export function sessionsPanel(sessions: readonly SessionSummary[], now: number): Html {
  const newest = [...sessions].reverse();
  const alive = newest.filter(({ status }) => status === "active");
  const over = newest.filter(({ status }) => status !== "active").slice(0, MOST_OVER);
  if (newest.length === 0)
    return html`<p class="empty">Nobody is signed in. Sign in to your app, and the session shows here.</p>`;
  return html`<ul class="list">
    ${[...alive, ...over].map((session) => sessionRow(session, now))}
  </ul>`;
}

function sessionRow(session: SessionSummary, now: number): Html {
  const { id, email, status, organizationId, createdAt, lastRefreshAt, refreshes, tokenExpiresAt } = session;
  const isAlive = status === "active";
  return html`<li>
    <p class="line">
      <strong>${email === "" ? session.userId : email}</strong>
      <span class="pill" data-outcome="${isAlive ? "ok" : "refused"}">${status}</span>
      ${
        isAlive
          ? html`<button type="button" class="small" id="revoke-${id}" data-do="revoke" data-session="${id}">
              Revoke<span class="unseen"> the session of ${email}</span>
            </button>`
          : ""
      }
    </p>
    <p class="line hint"><code>${id}</code></p>
    <p class="line hint">
      Signed in
      ${seenFrom(now, createdAt)}${
        refreshes === 0
          ? ", never refreshed"
          : `, refreshed ${refreshes === 1 ? "once" : `${refreshes} times`}, last ${seenFrom(now, lastRefreshAt)}`
      }.
      ${isAlive && tokenExpiresAt !== null ? tokenLine(tokenExpiresAt, now) : ""}
      ${organizationId === null ? "" : html`Organization <code>${organizationId}</code>.`}
    </p>
  </li>`;
}

function tokenLine(expiresAt: number, now: number): Html {
  return expiresAt > now
    ? html`Its newest token expires ${seenFrom(now, expiresAt)}.`
    : html`<strong class="late">Its newest token expired ${seenFrom(now, expiresAt)}.</strong>`;
}
