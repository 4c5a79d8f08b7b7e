import type { Verdict } from "@convex-authkit/core";
import type { ReactNode } from "react";
import type { RefusalExplained } from "../provider/explain-refusal.ts";
import { Table } from "./table.tsx";

interface Props {
  /** Under the config given to the page; null: none was given, or it is being judged. */
  verdict: Verdict | null;
  /** What the deployment says where it refuses the token; null: it does not, or could not be asked. */
  refusal: RefusalExplained | null;
  /** Whether a config was given. */
  given: boolean;
}

/** What the deployment says about the token, what Convex's rules say under the config given, and what the two together mean. */
export function VerdictPanel({ verdict, refusal, given }: Props): ReactNode {
  const failureMode = (verdict?.accepted === false ? verdict.failureMode : null) ?? refusal?.failureMode;
  const isOfAnotherConfig =
    refusal?.message.startsWith("No auth provider found") && verdict !== null && verdict.accepted !== false;
  return (
    <>
      <h2>Verdict</h2>
      {refusal !== null && (
        <p>
          Convex says: <q>{refusal.message}</q>
        </p>
      )}
      {failureMode != null && (
        <p>
          The failure mode is <strong>{failureMode}</strong>. How to mend it:{" "}
          <code>npx convex-authkit explain {failureMode}</code>
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
          Issuer and audience match a provider of the config given to this page. This was not checked here:{" "}
          {verdict.missing.map(({ because }) => because).join("; ")}.
        </p>
      )}
      {isOfAnotherConfig && (
        <p>
          The deployment refuses what this config would not, so it may run with another config, or with other
          values of the variables in it. Push the config (<code>npx convex dev</code>,{" "}
          <code>npx convex deploy</code>), and compare with <code>npx convex env list</code>.
        </p>
      )}
      {verdict?.accepted === false && (
        <>
          <p>{verdict.explanation}</p>
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
