import { readClientId } from "@convex-authkit/core";
import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { PropText } from "../../facts/wiring/wiring.ts";
import type { FieldText } from "../../facts/auth-config/provider-text.ts";
import { isWorkosIssuer, readProviders } from "../../facts/auth-config/workos-providers.ts";

export default failureMode({
  id: "client-id-hardcoded",
  step: "setup",
  severity: "warning",
  title: "A WorkOS client id is written into the source instead of read from the stage's variables",
  short: "Client id written into the source",
  symptoms: ["Production rejects every token, or development and production share one WorkOS environment."],
  errorTexts: ["No auth provider found matching the given token"],
  explanation:
    "Every WorkOS environment has its own client id. The auth config is one file for all deployments, so an id written into it is right " +
    "for one stage only; the variable `WORKOS_CLIENT_ID` on each deployment is right for all of them.",
  notAProblemWhen:
    "It is an additional provider with another client id, or stands in tests, examples and documentation.",
  remedy: (project) => [
    `Read it from the deployment in ${project.authConfig}: const clientId = process.env.WORKOS_CLIENT_ID;`,
    project.convexEnvSet("WORKOS_CLIENT_ID", "client_…"),
    project.push(),
  ],
  sources: [
    "https://docs.convex.dev/auth/authkit",
    "https://docs.convex.dev/production/environment-variables",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["authConfig", "stages"],
      *find({ authConfig, stages }) {
        if (authConfig.state !== "evaluated") return;
        const providers = readProviders(authConfig, null).filter(isWorkosIssuer);
        // Beside a provider that reads the variable, an id written out is an additional environment. Keys that are
        // fetched for the variable change nothing about an issuer with the id in it.
        const readsIt = providers.some(
          ({ issuer, jwks, reading }) =>
            readsVariable(issuer) || (readsVariable(jwks) && reading?.form !== "user-management"),
        );
        if (readsIt) return;
        const literals = new Map(
          providers.flatMap(({ reading, issuer, applicationID }) => {
            const inIssuer =
              reading?.clientId && issuer ? [[reading.clientId, issuer.location] as const] : [];
            const inAudience =
              applicationID.kind === "text"
                ? [[applicationID.value.text, applicationID.value.location] as const]
                : [];
            return [...inAudience, ...inIssuer].filter(([id]) =>
              ["well-formed", "unusual"].includes(readClientId(id).kind),
            );
          }),
        );
        const [first] = literals;
        // Several ids written out are a list of environments that somebody keeps on purpose.
        if (first === undefined || literals.size > 1) return;
        const [id, location] = first;
        yield shown({
          subject: `${authConfig.file} ${id}`,
          severity: stages.length > 1 ? "warning" : "note",
          location,
          evidence: [{ kind: "project", quote: id, location }],
          detail: `${authConfig.file} accepts only ${id}, on every deployment.`,
        });
      },
    }),
    detector({
      needs: ["wiring", "stages"],
      *find({ wiring, stages }) {
        for (const { props } of wiring.authKitProviders) {
          const text = props["clientId"]?.text ?? null;
          const location = props["clientId"]?.location ?? null;
          if (text === null) continue;
          const written = literalOf(text);
          const isLiteral = written !== null;
          const id = written ?? (text.fallback === null ? null : literalOf(text.fallback));
          if (id === null || !["well-formed", "unusual"].includes(readClientId(id).kind)) continue;
          yield shown({
            subject: `${location?.file ?? ""} ${id}`,
            // Behind a variable it is what a stage gets whose variable was forgotten: untidy, and it works.
            severity: isLiteral && stages.length > 1 ? "warning" : "note",
            location,
            evidence: [{ kind: "project", quote: props["clientId"]?.quote ?? id, location }],
            detail: isLiteral
              ? `AuthKitProvider signs in with ${id}, in every stage.`
              : `A stage whose variable is not set signs in with ${id}.`,
          });
        }
      },
    }),
  ],
});

function readsVariable(text: FieldText | null): boolean {
  return (text?.environment.length ?? 0) > 0;
}

/** The text when no variable is in it. */
function literalOf({ parts }: PropText): string | null {
  return parts.every((part) => "text" in part) ? parts.map(({ text }) => text).join("") : null;
}

const CONFIG = "packages/backend/convex/auth.config.ts";

export const examples: readonly Example[] = [
  {
    name: "a literal instead of the variable, and several stages",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: "process.env.WORKOS_CLIENT_ID",
        with: '"client_01JDEV8Q4W3M5X7Z9K2B6N1C0V"',
      },
    ],
    expect: [`warning client-id-hardcoded ${CONFIG}:16`],
  },
  {
    name: "a literal in AuthKitProvider, and several stages",
    project: "vite-spa",
    edits: [
      {
        file: "src/main.tsx",
        replace: "{import.meta.env.VITE_WORKOS_CLIENT_ID}",
        with: '"client_01JDEV8Q4W3M5X7Z9K2B6N1C0V"',
      },
    ],
    expect: ["warning client-id-hardcoded src/main.tsx:15"],
  },
  {
    name: "a literal that stands in where the variable is missing",
    project: "vite-spa",
    edits: [
      {
        file: "src/main.tsx",
        replace: "{import.meta.env.VITE_WORKOS_CLIENT_ID}",
        with: '{import.meta.env.VITE_WORKOS_CLIENT_ID || "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V"}',
      },
    ],
    expect: ["note client-id-hardcoded src/main.tsx:15"],
  },
  {
    name: "the keys follow the variable, and the issuer does not",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        write:
          'const clientId = process.env.WORKOS_CLIENT_ID;\n\nexport default {\n  providers: [\n    {\n      type: "customJwt",\n      issuer: "https://api.workos.com/user_management/client_01JDEV8Q4W3M5X7Z9K2B6N1C0V",\n      algorithm: "RS256",\n      jwks: `https://api.workos.com/sso/jwks/${clientId}`,\n    },\n  ],\n};\n',
      },
    ],
    expect: [`warning client-id-hardcoded ${CONFIG}:7`],
  },
  {
    name: "an additional provider with another client id",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: "  providers: [\n",
        with: '  providers: [\n    {\n      type: "customJwt",\n      issuer: "https://api.workos.com/user_management/client_01JPRD8Q4W3M5X7Z9K2B6N1C0V",\n      algorithm: "RS256",\n      jwks: "https://api.workos.com/sso/jwks/client_01JPRD8Q4W3M5X7Z9K2B6N1C0V",\n    },\n',
      },
    ],
    expect: [],
  },
  {
    name: "a made-up id for tests behind the variable",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: "process.env.WORKOS_CLIENT_ID",
        with: 'process.env.WORKOS_CLIENT_ID ?? "client_placeholder"',
      },
    ],
    expect: [],
  },
];
