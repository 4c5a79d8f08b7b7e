import { readClientId } from "@convex-authkit/core";
import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { isWorkosIssuer, readProviders } from "../../facts/auth-config/workos-providers.ts";

export default failureMode({
  id: "client-id-hardcoded",
  step: "setup",
  severity: "warning",
  title: "A WorkOS client id is written into the auth config instead of read from the deployment's variables",
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
        // Beside a provider that reads the variable, an id written out is an additional environment.
        if (
          providers.some(({ issuer, jwks }) => [issuer, jwks].some((it) => (it?.environment.length ?? 0) > 0))
        )
          return;
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
  ],
});

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
