import { readClientId } from "@convex-authkit/core";
import type { EnvironmentFact, Variable } from "../../facts/environment/environment.ts";
import type { Stage } from "../../facts/stage.ts";
import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

export default failureMode({
  id: "one-workos-environment-for-all-stages",
  step: "setup",
  severity: "warning",
  title: "Development and production use the same WorkOS environment",
  short: "One WorkOS environment for all stages",
  symptoms: [
    "Test users turn up among the real ones.",
    "A change of redirect URIs, JWT template or branding for development breaks production.",
  ],
  errorTexts: [],
  explanation:
    "A WorkOS environment has its own users, API keys, redirect URIs and JWT template, and its client id names it. With the same client id in development and production, whatever is tried out in development " +
    "happens to the people in production, and a key on a developer's machine opens their accounts.",
  notAProblemWhen:
    "The project has one stage only. Several development deployments may share an environment; production should have one of its own.",
  remedy: (project) => [
    "Create a production environment in the WorkOS dashboard, or let Convex provision it (a `prod` section in `authKit` of convex.json).",
    "Set its client id and API key for production on both sides: the host and the Convex deployment.",
    project.convexEnvSet("WORKOS_CLIENT_ID", "client_… (production's)"),
  ],
  sources: ["https://docs.convex.dev/auth/authkit", "https://workos.com/docs/authkit/vanilla/nodejs"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["environment"],
      *find({ environment }, { stage }) {
        if (stage !== "production") return;
        const ofDevelopment = identities(environment, "development");
        const ofProduction = identities(environment, "production");
        // With an id of its own as well, production mixes two environments: that is another failure mode.
        const hasOwn = [...ofProduction].some(
          ([id, { value }]) => value.kind === "public" && !ofDevelopment.has(id),
        );
        if (hasOwn) return;
        for (const [identity, production] of ofProduction) {
          const development = ofDevelopment.get(identity);
          // A file that both stages load is the default of each; the host may set production's own.
          if (development === undefined || development.location.file === production.location.file) continue;
          yield shown({
            subject: production.value.kind === "public" ? production.value.text : production.name,
            severity: "warning",
            location: production.location,
            evidence: [evidenceOf(production), evidenceOf(development)],
            detail: `Production (${production.location.file}) and development (${development.location.file}) both have ${shownValue(production)}.`,
          });
        }
      },
    }),
    detector({
      needs: ["environment"],
      *find({ environment: { examples: written } }) {
        const production = Object.values(written.production);
        for (const variable of production) {
          const identity = identityOf(variable);
          const other = Object.values(written.development).find(
            (it) => identity !== null && identityOf(it) === identity,
          );
          if (other === undefined || other.location.file === variable.location.file) continue;
          yield shown({
            subject: `example ${variable.name}`,
            severity: "note",
            location: variable.location,
            evidence: [evidenceOf(variable), evidenceOf(other)],
            detail: `The examples for production and development both have ${shownValue(variable)}.`,
          });
        }
      },
    }),
  ],
});

/** The variables of a stage that name a WorkOS environment, on either side, by what names it. */
function identities({ stages }: EnvironmentFact, stage: Stage): Map<string, Variable> {
  const found = new Map<string, Variable>();
  for (const side of [stages[stage].host, stages[stage].convex]) {
    for (const variable of Object.values(side.variables)) {
      const identity = identityOf(variable);
      if (identity !== null && !found.has(identity)) found.set(identity, variable);
    }
  }
  return found;
}

/** What a variable says about the WorkOS environment: a real client id, or a real API key. */
function identityOf({ name, value }: Variable): string | null {
  if (value.kind === "public") {
    const reading = /CLIENT_?ID$/.test(name) ? readClientId(value.text) : null;
    return reading?.kind === "well-formed" || reading?.kind === "unusual" || reading?.kind === "blemished"
      ? reading.clientId
      : null;
  }
  if (value.kind !== "secret" || !/WORKOS.*API_?KEY$/.test(name) || value.placeholder) return null;
  return value.apiKey === null ? null : value.fingerprint;
}

function shownValue({ name, value }: Variable): string {
  return value.kind === "public"
    ? `the client id ${value.text}`
    : value.kind === "secret"
      ? `the API key ${value.shown}`
      : name;
}

function evidenceOf(variable: Variable): {
  kind: "environment";
  quote: string;
  location: Variable["location"];
} {
  const { name, value, location } = variable;
  const text = value.kind === "public" ? value.text : value.kind === "secret" ? value.shown : "…";
  return { kind: "environment", quote: `${name}=${text}`, location };
}

export const examples: Example[] = [
  {
    name: "the same client id in .env.local and .env.production",
    project: "vite-spa",
    edits: [
      {
        file: ".env.production",
        replace: "client_01JPRD8Q4W3M5X7Z9K2B6N1C0V",
        with: "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V",
      },
    ],
    expect: ["warning one-workos-environment-for-all-stages .env.production:2"],
  },
  {
    name: "the same client id on the two Convex deployments",
    project: "nextjs-monorepo",
    edits: [],
    inputs: {
      convexEnv: {
        development: "WORKOS_CLIENT_ID=client_01JDEV8Q4W3M5X7Z9K2B6N1C0V\n",
        production: "WORKOS_CLIENT_ID=client_01JDEV8Q4W3M5X7Z9K2B6N1C0V\n",
      },
    },
    expect: ["warning one-workos-environment-for-all-stages convex-production.env:1"],
  },
  {
    name: "the example files of both stages have the same client id",
    project: "vite-spa",
    edits: [
      {
        file: ".env.example",
        replace: "VITE_WORKOS_CLIENT_ID=\n",
        with: "VITE_WORKOS_CLIENT_ID=client_01JDEV8Q4W3M5X7Z9K2B6N1C0V\n",
      },
      { file: ".env.production.example", write: "VITE_WORKOS_CLIENT_ID=client_01JDEV8Q4W3M5X7Z9K2B6N1C0V\n" },
    ],
    expect: ["note one-workos-environment-for-all-stages .env.production.example:1"],
  },
  {
    name: "production's host has an id of its own, its Convex deployment the one of development",
    project: "vite-spa",
    edits: [],
    inputs: { convexEnv: { production: "WORKOS_CLIENT_ID=client_01JDEV8Q4W3M5X7Z9K2B6N1C0V\n" } },
    expect: ["error convex-client-id-wrong-env .env.production:2"],
  },
  {
    name: "an id for each stage",
    project: "vite-spa",
    edits: [],
    inputs: {
      convexEnv: {
        development: "WORKOS_CLIENT_ID=client_01JDEV8Q4W3M5X7Z9K2B6N1C0V\n",
        production: "WORKOS_CLIENT_ID=client_01JPRD8Q4W3M5X7Z9K2B6N1C0V\n",
      },
    },
    expect: [],
  },
  {
    name: "a default in .env for all stages, which the host may override",
    project: "vite-spa",
    edits: [
      { file: ".env", write: "VITE_WORKOS_CLIENT_ID=client_01JDEV8Q4W3M5X7Z9K2B6N1C0V\n" },
      { file: ".env.local", replace: "VITE_WORKOS_CLIENT_ID=client_01JDEV8Q4W3M5X7Z9K2B6N1C0V\n", with: "" },
      {
        file: ".env.production",
        replace: "VITE_WORKOS_CLIENT_ID=client_01JPRD8Q4W3M5X7Z9K2B6N1C0V\n",
        with: "",
      },
    ],
    expect: [],
  },
];
