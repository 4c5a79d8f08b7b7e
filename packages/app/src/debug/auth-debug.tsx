"use client";

import { identityFromClaims } from "@convex-authkit/core";
import { type ReactNode, useState } from "react";
import type { SessionUser } from "../provider/authkit-session.ts";
import { explainRefusal } from "../provider/explain-refusal.ts";
import { useConnectionStore, useConvexAuthKit } from "../provider/convex-connection-provider.tsx";
import { THIS_TAB } from "../provider/tab-report.ts";
import { readToken, type TokenContent } from "../provider/read-token.ts";
import { Chain } from "./chain.tsx";
import { History } from "./history.tsx";
import { layersOf } from "./layers.ts";
import { reportText } from "./report-text.ts";
import { STYLE } from "./style.ts";
import { Table } from "./table.tsx";
import { duration, timeOf } from "./times.ts";
import { useNow } from "./use-now.ts";
import { useTabs } from "./use-tabs.ts";
import { useVerdict } from "./use-verdict.ts";
import { VerdictPanel } from "./verdict-panel.tsx";
import { Visitor } from "./visitor.tsx";

/** What the debug page takes. */
export interface AuthDebugProps {
  /**
   * Who may see it, by AuthKit's user and never by Convex: the page must work when Convex refuses. In a single-page app this hides
   * and does not protect (whoever is signed in can read their own token anyway). A visitor who is signed out is asked about by
   * nobody, and sees how far the chain holds without a user. `"gated"`: something else has decided already, as `AuthDebugGate` does
   * on the server of a Next.js app.
   */
  allow: ((user: SessionUser) => boolean) | "gated";
  /** The default export of `auth.config.ts` with its values filled in, or `workosAuthConfig(clientId)`. */
  config?: unknown;
  /** With what a visitor who is signed out can sign in: `<SignInButton />` of your entry. */
  signIn?: ReactNode;
}

/** How sign-in stands for this visitor, layer by layer. The token itself is never shown. */
export function AuthDebug({ allow, config, signIn }: AuthDebugProps): ReactNode {
  const { session } = useConvexAuthKit();
  if (session.status !== "signed-in") return <Visitor signIn={signIn} mayLookBack={allow === "gated"} />;
  if (allow !== "gated" && !allow(session.user))
    return (
      <section className="convex-authkit-debug">
        <style>{STYLE}</style>
        <h2>Not for this account</h2>
        <p>
          You are signed in as {session.user.email}, and this page is not open to that account. Its{" "}
          <code>allow</code> decides who may see it.
        </p>
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
  const { answer } = judgement;
  const explained =
    answer?.accepted === false && answer.message !== null
      ? explainRefusal(answer.message, inspection.token)
      : null;
  const layers = layersOf(state, { now, identity, answer });

  return (
    <section className="convex-authkit-debug" aria-label="How sign-in stands">
      <style>{STYLE}</style>
      <Chain layers={layers} />
      <p className="actions">
        <button type="button" onClick={state.retry}>
          Try again now
        </button>
        <CopyButton
          text={() =>
            reportText({ layers, state, content, judgement, explained, inspection, now: Date.now() })
          }
        />
      </p>
      <VerdictPanel verdict={judgement.verdict} refusal={explained} given={config !== undefined} />
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
      <History events={inspection.history} />
    </section>
  );
}

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
