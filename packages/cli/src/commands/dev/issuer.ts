import { expectedIssuers, normalizeIssuer, readIssuer } from "@convex-authkit/core";
import type { ConfiguredProvider, Field } from "@convex-authkit/doctor/facts/auth-config/auth-config";
import type { DevFacts } from "./dev-facts.ts";

/** The `iss` of the emulated tokens. */
export interface ChosenIssuer {
  /** As the emulator takes it; absent: that of an environment created today. */
  issuer?: string;
  /** A sentence for people; null where there is nothing to say. */
  note: string | null;
}

/**
 * Which issuer the app's own environment must have, by its auth config: that of environments created since mid-2025 unless the
 * config accepts only another one. The config is unmodified, so the tokens follow it, as WorkOS's tokens would.
 *
 * @param variables of the emulated deployment
 */
export function chooseIssuer(
  { backend }: DevFacts,
  clientId: string,
  variables: Readonly<Record<string, string>>,
): ChosenIssuer {
  const config = backend?.authConfig;
  if (config === undefined || config.state !== "evaluated" || config.open) return { note: null };
  const accepted = config.providers.map((provider) => ({
    provider,
    issuer: issuerOf(provider, variables),
  }));
  // A provider that cannot be told may be the one that matters.
  if (accepted.some(({ issuer }) => issuer === null)) return { note: null };
  const issuers = expectedIssuers(clientId);
  const configured = accepted.map(({ issuer }) => normalizeIssuer(issuer ?? ""));
  if (configured.includes(issuers.userManagement) || configured.length === 0) return { note: null };
  const other =
    [issuers.apiOrigin, issuers.sso, issuers.convex].find((issuer) => configured.includes(issuer)) ??
    configured.find((issuer) => {
      const { form, clientId: own } = readIssuer(issuer);
      return form === "user-management" && own === clientId;
    });
  if (other === undefined) return { note: null };
  const isOrigin = other === issuers.apiOrigin;
  const asksAudience = accepted.some(
    ({ provider, issuer }) =>
      normalizeIssuer(issuer ?? "") === other && provider.fields.applicationID.kind !== "absent",
  );
  const audience = asksAudience
    ? " Its provider demands an audience, which tokens have only where the JWT template adds one: give the template with --jwt-template FILE."
    : "";
  return {
    issuer: isOrigin ? "api-origin" : other,
    note: `Tokens have the issuer ${other}, the only one of WorkOS's that ${config.file} accepts.${audience}`,
  };
}

function issuerOf(
  { fields }: ConfiguredProvider,
  variables: Readonly<Record<string, string>>,
): string | null {
  return textOf(fields.issuer, variables) ?? textOf(fields.domain, variables);
}

function textOf(field: Field, variables: Readonly<Record<string, string>>): string | null {
  if (field.kind !== "text") return null;
  const parts = field.parts.map((part) => ("text" in part ? part.text : variables[part.env]));
  return parts.includes(undefined) ? null : parts.join("");
}
