import type { Accepted, Comparison, Missing, ProviderFinding, Rejected, Verdict } from "@convex-authkit/core";
import { html } from "hono/html";
import type { Html } from "../../authkit/pages/page.ts";
import { seenFrom, timeOfDay } from "../format-time.ts";

/**
 * What Convex would decide about a token, and why.
 *
 * @param now milliseconds since 1970, by the emulator's clock
 */
export function verdictView(verdict: Verdict, now: number): Html {
  if (verdict.accepted === true) return accepted(verdict, now);
  if (verdict.accepted === false) return rejected(verdict);
  return html`<div class="verdict" data-outcome="info">
      <h3>Not decided</h3>
      ${missingList(verdict.missing)}
    </div>
    ${providerList(verdict.providers)}`;
}

function accepted(
  { provider, identity, expiresAt, expiredForSession, ambiguous }: Accepted,
  now: number,
): Html {
  return html`<div class="verdict" data-outcome="ok">
      <h3>Accepted</h3>
      <p>
        Under provider ${provider} of the auth config. It expires ${seenFrom(now, expiresAt * 1000)}, at
        ${timeOfDay(expiresAt * 1000).slice(0, 8)}.
        ${expiredForSession ? "It has expired already: only the leeway of 5 seconds lets it pass, and a socket's session ends at once." : ""}
        ${ambiguous.length > 1 ? `Several providers match: ${ambiguous.join(", ")}. Convex tries them in this order.` : ""}
      </p>
    </div>
    <h3>The identity that functions see</h3>
    <pre
      tabindex="0"
      role="group"
      aria-label="Identity"
    ><code>${JSON.stringify(identity, null, 2)}</code></pre>`;
}

function rejected(verdict: Rejected): Html {
  const { failedAt, code, message, redactedMessage, explanation, cause, failureMode } = verdict;
  return html`<div class="verdict" data-outcome="refused">
      <h3>Refused</h3>
      <p>${explanation}</p>
    </div>
    <dl class="facts">
      <div>
        <dt>cause</dt>
        <dd><code>${cause}</code></dd>
      </div>
      <div>
        <dt>failed at</dt>
        <dd>${failedAt}</dd>
      </div>
      ${
        failureMode === null
          ? ""
          : html`<div>
              <dt>failure mode</dt>
              <dd>
                <code>${failureMode}</code>
                <span class="hint"
                  >More about it: <code>npx convex-authkit explain ${failureMode}</code></span
                >
              </dd>
            </div>`
      }
      <div>
        <dt>Convex says</dt>
        <dd><code>${code}</code>: ${message}</dd>
      </div>
      ${
        redactedMessage === message
          ? ""
          : html`<div>
              <dt>in production it says</dt>
              <dd>${redactedMessage}</dd>
            </div>`
      }
    </dl>
    ${verdict.missing.length === 0 ? "" : missingList(verdict.missing)} ${providerList(verdict.providers)}`;
}

function missingList(missing: readonly Missing[]): Html {
  return html`<ul class="plain">
    ${missing.map(({ because }) => html`<li>Not decided, because ${because}.</li>`)}
  </ul>`;
}

/** What each provider of the auth config has to do with the token, both sides of every comparison beside each other. */
function providerList(findings: readonly ProviderFinding[]): Html {
  if (findings.length === 0) return html`<p class="hint">The auth config has no provider.</p>`;
  return html`<h3>Provider by provider</h3>
    ${findings.map(
      ({ provider, matches, explanation, issuer, audience, failureMode }) =>
        html`<div class="provider">
          <p>
            <strong>${provider === null ? "A provider that is not known" : `Provider ${provider}`}</strong>
            <span
              class="pill"
              data-outcome="${matches === true ? "ok" : matches === false ? "refused" : "info"}"
              >${matches === true ? "matches" : matches === false ? "does not match" : "not known"}</span
            >
            ${failureMode === null ? "" : html`<span class="pill">${failureMode}</span>`}
          </p>
          <p class="hint">${explanation}</p>
          <dl class="facts">${comparison("issuer", issuer)} ${comparison("audience", audience)}</dl>
        </div>`,
    )}`;
}

function comparison(name: string, { configured, inToken, equal }: Comparison): Html {
  const sign = equal === true ? "equal" : equal === false ? "different" : "not compared";
  return html`<div>
    <dt>${name} <span class="hint">${sign}</span></dt>
    <dd>
      <span class="hint">config</span> <code>${configured ?? "none"}</code><br /><span class="hint"
        >token</span
      >
      <code>${inToken.length === 0 ? "none" : inToken.join(", ")}</code>
    </dd>
  </div>`;
}
