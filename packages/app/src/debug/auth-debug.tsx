"use client";

import type { Verdict } from "@convex-authkit/core";
import { identityFromClaims } from "@convex-authkit/core";
import { type ReactNode, useEffect, useState } from "react";
import type { ConnectionEvent } from "../connection/connection-event.ts";
import type { SessionUser } from "../provider/authkit-session.ts";
import { explainRefusal, type RefusalExplained } from "../provider/explain-refusal.ts";
import { useConnectionStore, useConvexAuthKit } from "../provider/convex-connection-provider.tsx";
import { THIS_TAB } from "../provider/tab-report.ts";
import { duration, type Layer, layersOf } from "./layers.ts";
import { readToken, type TokenContent } from "../provider/read-token.ts";
import { reportText } from "./report-text.ts";
import { STYLE } from "./style.ts";
import { useTabs } from "./use-tabs.ts";
import { useVerdict } from "./use-verdict.ts";

/** What the debug page takes. */
export interface AuthDebugProps {
  /**
   * Who may see it, by AuthKit's user and never by Convex: the page must work when Convex refuses. In a single-page app this hides
   * and does not protect (whoever is signed in can read their own token anyway). `"gated"`: something else has decided already,
   * as `AuthDebugGate` does on the server of a Next.js app.
   */
  allow: ((user: SessionUser) => boolean) | "gated";
  /** The default export of `auth.config.ts` with its values filled in, or `workosAuthConfig(clientId)`. */
  config?: unknown;
}

/** How sign-in stands for this visitor, layer by layer. The token itself is never shown. */
export function AuthDebug({ allow, config }: AuthDebugProps): ReactNode {
  const { session } = useConvexAuthKit();
  if (session.status === "signed-in" && allow !== "gated" && !allow(session.user))
    return (
      <section className="convex-authkit-debug">
        <style>{STYLE}</style>
        <h2>Not for this account</h2>
        <p>The debug page is open to other people than {session.user.email}.</p>
      </section>
    );
  return <Page config={config} />;
}

function Page({ config }: { config: unknown }): ReactNode {
  const state = useConvexAuthKit();
  const inspection = useConnectionStore().inspect();
  const now = useNow();
  const tabs = useTabs();
  const judgement = useVerdict(inspection.token, config, inspection.url);
  const content = readToken(inspection.token);
  const identity =
    content === null ? null : (identityFromClaims(content.claims).identity as Record<string, unknown> | null);
  const layers = layersOf(state, { now, identity, answer: judgement.answer });

  return (
    <section className="convex-authkit-debug" aria-label="How sign-in stands">
      <style>{STYLE}</style>
      <ol className="chain">
        {layers.map((layer) => (
          <LayerItem key={layer.step} layer={layer} />
        ))}
      </ol>
      <p className="actions">
        <button type="button" onClick={state.retry}>
          Try again now
        </button>
        <CopyButton
          text={() => reportText({ layers, state, content, judgement, inspection, now: Date.now() })}
        />
      </p>
      <VerdictPanel
        verdict={judgement.verdict}
        answer={
          judgement.answer?.accepted === false && judgement.answer.message !== null
            ? explainRefusal(judgement.answer.message, inspection.token)
            : null
        }
        given={config !== undefined}
      />
      <ClaimsPanel content={content} now={now} />
      <IdentityPanel identity={identity} />
      <h2>Tabs</h2>
      <Table
        head={["Tab", "Page", "Session", "Convex", "Token"]}
        rows={tabs.map(({ tab, path, visible, session, acceptance, token }) => [
          tab === THIS_TAB ? "this one" : tab,
          `${path}${visible ? "" : " (hidden)"}`,
          session,
          acceptance,
          token?.kind === "ready" ? `valid for ${duration(token.expiresAt - now)}` : (token?.kind ?? "none"),
        ])}
      />
      <h2>What happened</h2>
      {inspection.history.length === 0 ? (
        <p>Nothing yet.</p>
      ) : (
        <Table
          head={["Time", "Event"]}
          rows={[...inspection.history].reverse().map((event) => [timeOf(event.time), sentence(event)])}
        />
      )}
    </section>
  );
}

const STATUS_WORDS: Record<Layer["status"], string> = {
  holds: "holds",
  broken: "broken",
  waiting: "waiting",
  unknown: "not checked",
};

function LayerItem({ layer: { title, status, says } }: { layer: Layer }): ReactNode {
  return (
    <li className={status}>
      <strong>{title}</strong> <span className="status">{STATUS_WORDS[status]}</span>
      <p>{says}</p>
    </li>
  );
}

function VerdictPanel(props: {
  verdict: Verdict | null;
  answer: RefusalExplained | null;
  given: boolean;
}): ReactNode {
  const { verdict, answer, given } = props;
  return (
    <>
      <h2>Verdict</h2>
      {answer !== null && (
        <p>
          Convex says: <q>{answer.message}</q>{" "}
          {answer.failureMode !== null && <code>npx convex-authkit explain {answer.failureMode}</code>}
        </p>
      )}
      {!given && (
        <p>
          No auth config was given to this page, so issuer and audience are not compared with its providers.
        </p>
      )}
      {verdict?.accepted === true && <p>Provider {verdict.provider + 1} of the config accepts the token.</p>}
      {verdict?.accepted === null && (
        <p>
          Issuer and audience agree with a provider. The rest was not decided here:{" "}
          {verdict.missing.map(({ because }) => because).join("; ")}.
        </p>
      )}
      {verdict?.accepted === false && (
        <>
          <p>
            {verdict.explanation}{" "}
            {verdict.failureMode !== null && <code>npx convex-authkit explain {verdict.failureMode}</code>}
          </p>
          <Table
            head={["Provider", "Issuer", "Audience", "What is wrong"]}
            rows={verdict.providers.map(({ provider, issuer, audience, explanation }) => [
              provider === null ? "?" : String(provider + 1),
              equality(issuer.equal),
              equality(audience.equal),
              explanation,
            ])}
          />
        </>
      )}
    </>
  );
}

/** Null where nothing is compared: a provider without `applicationID` looks at no audience. */
const equality = (equal: boolean | null): string =>
  equal === null ? "not compared" : equal ? "matches" : "differs";

const TIMES = new Set(["exp", "iat", "nbf", "auth_time"]);

function ClaimsPanel({ content, now }: { content: TokenContent | null; now: number }): ReactNode {
  return (
    <>
      <h2>Claims of the token</h2>
      {content === null ? (
        <p>There is no token to read.</p>
      ) : (
        <Table
          head={["Claim", "Value"]}
          rows={[
            ...Object.entries(content.header).map(([name, value]) => [`header ${name}`, value]),
            ...Object.entries(content.claims),
          ].map(([name, value]) => [
            String(name),
            TIMES.has(String(name)) && typeof value === "number"
              ? `${value} (${timeOf(value * 1000)}${name === "exp" ? `, in ${duration(value * 1000 - now)}` : ""})`
              : typeof value === "string"
                ? value
                : JSON.stringify(value),
          ])}
        />
      )}
    </>
  );
}

function IdentityPanel({ identity }: { identity: Record<string, unknown> | null }): ReactNode {
  if (identity === null) return null;
  return (
    <>
      <h2>What functions see</h2>
      <p>
        The answer of <code>ctx.auth.getUserIdentity()</code> for this token, once Convex accepts it.
      </p>
      <Table
        head={["Field", "Value"]}
        rows={Object.entries(identity).map(([name, value]) => [
          name,
          typeof value === "string" ? value : JSON.stringify(value),
        ])}
      />
    </>
  );
}

function Table({ head, rows }: { head: readonly string[]; rows: readonly (readonly string[])[] }): ReactNode {
  return (
    <div className="table" tabIndex={0} role="region" aria-label={head.join(", ")}>
      <table>
        <thead>
          <tr>
            {head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CopyButton({ text }: { text: () => string }): ReactNode {
  const [said, setSaid] = useState("Copy report");
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text());
      setSaid("Copied, without secrets");
    } catch {
      setSaid("The browser refused; open the page on https or localhost");
    }
  }
  return (
    <button type="button" onClick={() => void copy()} aria-live="polite">
      {said}
    </button>
  );
}

/** The present time, once a second. Zero while the server renders, whose second is another one. */
function useNow(): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

const timeOf = (time: number): string => new Date(time).toLocaleTimeString();

function sentence(event: ConnectionEvent): string {
  switch (event.type) {
    case "token":
      return `A token came ${{ initial: "with the page", refresh: "from a refresh", "other-tab": "from another tab" }[event.from]}, valid until ${timeOf(event.expiresAt)}.`;
    case "refresh-started":
      return `A refresh began (${event.because}).`;
    case "refresh-failed":
      return `The refresh failed, attempt ${event.failures}: ${event.reason} Next in ${duration(event.retryIn)}.`;
    case "session-ended":
      return `The session is over: ${event.reason}`;
    case "accepted":
      return "Convex accepted the token.";
    case "refused":
      return `Convex refused the token: ${event.message ?? "without a reason"}`;
    case "retry":
      return "Tried again by hand.";
  }
}
