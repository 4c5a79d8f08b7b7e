import { judge, readIssuer, unknown } from "@convex-authkit/core";
import type { AuthConfigFact, ConfiguredProvider, Field } from "../auth-config/auth-config.ts";
import { fieldText } from "../auth-config/provider-text.ts";
import type { SideVariables } from "../environment/environment.ts";
import type { Inputs, TokenInput } from "../inputs.ts";
import { STAGES, type Stage } from "../stage.ts";
import { decodeToken, type DecodedToken } from "./decode-token.ts";
import type { TokensFact } from "./tokens.ts";

/** The variables of one app, or of a backend that no app uses. */
interface StageVariables {
  stages: Record<Stage, { convex: SideVariables; host?: SideVariables }>;
}

/**
 * Reads the tokens that were handed in and has each judged by a backend's auth config with the variables of the
 * token's stage. Only claims and verdicts are kept.
 *
 * @param environments of the apps that use the backend, or what is known without one; their Convex sides name the
 *   stages' client ids
 * @param only the stage that was asked for, for tokens without a label
 */
export async function readTokens(
  { tokens, jwks, now }: Pick<Inputs, "tokens" | "jwks" | "now">,
  authConfig: AuthConfigFact,
  environments: readonly StageVariables[],
  only: Stage | null,
): Promise<TokensFact> {
  return Promise.all(
    tokens.map(async (given) => {
      const decoded = decodeToken(given.token);
      const stage = given.stage ?? only ?? stageOf(decoded, environments);
      const [variables] = environments.map((environment) => environment.stages[stage].convex);
      return {
        label: given.label,
        stage,
        ...decoded,
        bytes: given.token.length,
        verdict: await verdictOn(given, decoded, authConfig, variables ?? null, { jwks: jwks?.text, now }),
      };
    }),
  );
}

/** An unlabelled token counts for the stage whose client id it names, else for development. */
function stageOf({ issuer }: DecodedToken, environments: readonly StageVariables[]): Stage {
  const clientId = issuer === null ? null : readIssuer(issuer).clientId;
  if (clientId === null) return "development";
  const named = STAGES.find((stage) =>
    environments.some(({ stages }) =>
      Object.values(stages[stage]).some(({ variables }) =>
        Object.values(variables).some(({ value }) => value.kind === "public" && value.text === clientId),
      ),
    ),
  );
  return named ?? "development";
}

async function verdictOn(
  { token }: TokenInput,
  decoded: DecodedToken,
  authConfig: AuthConfigFact,
  variables: SideVariables | null,
  { jwks, now }: { jwks: string | undefined; now: number },
): Promise<TokensFact[number]["verdict"]> {
  if (authConfig.state !== "evaluated" || authConfig.open) return null;
  const judgeWith = (assumedClientId: string | null) =>
    judge(token, {
      config: { providers: authConfig.providers.map((it) => plainProvider(it, variables, assumedClientId)) },
      jwks,
      now,
    });
  const verdict = await judgeWith(null);
  if (verdict.accepted !== null) return verdict;
  // A token that is refused although the deployment's client id is taken to be the token's own is refused anyway.
  const atBest = await judgeWith(clientIdOf(decoded));
  return atBest.accepted === false ? atBest : verdict;
}

function clientIdOf({ issuer, audience }: DecodedToken): string {
  const named = issuer === null ? null : readIssuer(issuer).clientId;
  return named ?? audience[0] ?? "client_not_in_evidence";
}

/**
 * A provider as the deployment would evaluate it; what cannot be told stays unknown.
 *
 * @param assumedClientId what variables named like a client id are taken to hold when they are not in evidence
 */
function plainProvider(
  { fields }: ConfiguredProvider,
  variables: SideVariables | null,
  assumedClientId: string | null,
): Record<string, unknown> {
  const entries = Object.entries(fields).flatMap(([key, field]): [string, unknown][] =>
    field.kind === "absent" ? [] : [[key, plainValue(field, variables, assumedClientId)]],
  );
  return Object.fromEntries(entries);
}

function plainValue(
  field: Exclude<Field, { kind: "absent" }>,
  variables: SideVariables | null,
  assumedClientId: string | null,
): unknown {
  if (field.kind === "other") return field.shown === "null" ? null : unknown(`its value is ${field.shown}`);
  if (field.kind === "unknown") return unknown(field.why);
  const { text, environment, complete } = fieldText(field, variables) ?? {
    text: "",
    environment: [],
    complete: false,
  };
  if (complete) return text;
  const isClientIdOnly = environment.every((name) => /CLIENT_?ID/i.test(name));
  if (assumedClientId !== null && isClientIdOnly) return text.replace(/\$\{\w+\}/g, assumedClientId);
  return unknown(`the deployment's ${environment.join(", ")} is not in evidence`);
}
