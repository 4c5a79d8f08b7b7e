import { STEPS, type Step } from "@convex-authkit/core";
import type { Diagnosis, StepStatus } from "../diagnosis/diagnosis.ts";
import type { Examination } from "../diagnosis/examination.ts";
import type { Finding } from "../diagnosis/finding.ts";
import type { Facts } from "../facts/facts.ts";
import { missing } from "../facts/missing.ts";

/** Facts of which tests write only those they are about; the others are missing. */
export function factsForTests(part: {
  apps?: Record<string, Partial<Facts["apps"][string]>>;
  backends?: Record<string, Partial<Facts["backends"][string]>>;
}): Facts {
  // Any fact that was not given reads as missing, those that are added later too.
  const others = <Given extends object>(given: Given): Given =>
    new Proxy(given, {
      get: (target, name) => Reflect.get(target, name) ?? missing("it is not read here"),
    });
  const each = <Given extends object>(all: Record<string, Given> = {}): Record<string, Given> =>
    Object.fromEntries(Object.entries(all).map(([name, given]) => [name, others(given)]));
  return {
    project: others({}),
    apps: each(part.apps),
    backends: each(part.backends),
  } as unknown as Facts;
}

/** A finding as tests need it: only what a test is about has to be written. */
export function findingForTests(part: Partial<Finding> & Pick<Finding, "id" | "step">): Finding {
  return {
    severity: "error",
    confidence: "certain",
    title: `The title of ${part.id}`,
    detail: "What this case is.",
    subject: part.id,
    app: "apps/web",
    stage: null,
    stages: ["development", "production"],
    location: null,
    evidence: [],
    consequenceOf: null,
    remedy: ["Do the right thing."],
    repairable: false,
    fingerprint: `fingerprint of ${part.id}`,
    docs: `docs/failure-modes/${part.id}.md`,
    ...part,
  };
}

/** A diagnosis whose steps are `unknown` but for those that are named. */
export function diagnosisForTests(
  part: Partial<Diagnosis> & { statuses?: Partial<Record<Step, StepStatus>> },
): Diagnosis {
  const { statuses = {}, ...rest } = part;
  const chain = STEPS.map((step) => ({ step, status: statuses[step] ?? ("unknown" as const) }));
  return {
    app: "apps/web",
    backend: "packages/backend/convex",
    stage: "development",
    chain,
    firstBroken: chain.find(({ status }) => status === "broken")?.step ?? null,
    findings: [],
    ...rest,
  };
}

/** An examination with nothing in it but what is named. */
export function examinationForTests(part: Partial<Examination> = {}): Examination {
  return {
    facts: factsForTests({}),
    diagnoses: [],
    findings: [],
    notChecked: [],
    examined: {
      apps: ["apps/web"],
      backends: ["packages/backend/convex"],
      files: 42,
      stages: ["development", "production"],
    },
    unreadable: [],
    ignored: [],
    ...part,
  };
}

/** A project whose production breaks at acceptance; development is right as far as can be told. */
export function brokenInProduction(): Examination {
  const cause = findingForTests({
    id: "application-id-on-user-management",
    step: "acceptance",
    title: "The user_management provider demands an audience that AuthKit tokens do not carry",
    detail:
      "The second provider sets applicationID to client_01PROD, and a token of production has no aud claim, so Convex skips it.",
    stage: "production",
    stages: ["production"],
    location: { file: "packages/backend/convex/auth.config.ts", line: 18, column: 7 },
    evidence: [
      {
        kind: "project",
        quote: "applicationID: clientId,",
        location: { file: "packages/backend/convex/auth.config.ts", line: 18, column: 7 },
      },
      {
        kind: "token",
        quote: "iss https://api.workos.com/user_management/client_01PROD, no aud",
        location: null,
      },
    ],
    remedy: [
      "Remove the line `applicationID: clientId` from the provider whose issuer is user_management.",
      "(cd packages/backend && npx convex deploy)",
    ],
  });
  const consequence = findingForTests({
    id: "identity-null-in-functions",
    step: "identity",
    consequenceOf: cause.id,
    stages: ["production"],
  });
  const warning = findingForTests({
    id: "signout-by-prefetch",
    step: "sign-out",
    severity: "warning",
    confidence: "likely",
    title: "A link prefetches the sign-out route",
    location: { file: "apps/web/app/header.tsx", line: 9, column: 5 },
    evidence: [
      {
        kind: "project",
        quote: '<Link href="/sign-out">',
        location: { file: "apps/web/app/header.tsx", line: 9, column: 5 },
      },
    ],
    remedy: ["Make it a form that posts to a server action."],
  });
  const note = findingForTests({ id: "aud-cargo-cult", step: "acceptance", severity: "note" });
  const notAsked: Partial<Record<Step, StepStatus>> = { session: "not-checked", token: "not-checked" };
  return examinationForTests({
    findings: [cause, note, consequence, warning],
    diagnoses: [
      diagnosisForTests({
        stage: "development",
        statuses: { ...notAsked, token: "holds" },
        findings: [note.fingerprint, warning.fingerprint],
      }),
      diagnosisForTests({
        stage: "production",
        statuses: { ...notAsked, acceptance: "broken" },
        findings: [cause, note, consequence, warning].map(({ fingerprint }) => fingerprint),
      }),
    ],
    notChecked: [
      {
        because: "no token is in evidence (pass --token FILE)",
        steps: ["session", "token"],
        failureModes: ["token-expired-at-arrival", "stale-token"],
        targets: [],
      },
    ],
    unreadable: [{ file: "apps/web/big.json", why: "It is larger than 2 MB." }],
  });
}
