import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { pushAnswers } from "../../facts/auth-config/push-answer.ts";

export default failureMode({
  id: "application-id-miscased",
  step: "setup",
  severity: "error",
  title: "applicationID is misspelt, so the push is refused",
  short: "applicationID misspelt",
  symptoms: [
    "`npx convex dev` or `npx convex deploy` stops, and the deployment keeps the auth config of before.",
  ],
  errorTexts: [
    "Provider at index 0 must have applicationID property spelled lowercase 'application', capital I, capital D.",
  ],
  explanation:
    "The key is `applicationID`: lower-case application, capital I, capital D. Convex refuses `applicationId` and `applicationid` by name, because " +
    "ignoring them would leave the provider without the check of the audience that was meant.",
  notAProblemWhen:
    "The key stands in another object than a provider, or is there only under a condition that the doctor cannot evaluate.",
  remedy: (project) => [`Rename the key to applicationID in ${project.authConfig}.`, project.push()],
  sources: ["https://docs.convex.dev/auth/authkit"],
  appliesTo: {},
  testedWith: {},
  masks: ["shared-issuer-without-application-id", "auth-config-not-deployed"],
  detectors: [
    detector({
      needs: ["authConfig"],
      *find({ authConfig }) {
        for (const { said, index, location } of pushAnswers(authConfig, null).errors) {
          if (said.failureMode !== "application-id-miscased") continue;
          yield shown({
            subject: `${authConfig.file}#${index}`,
            severity: "error",
            location,
            evidence: [{ kind: "project", quote: said.field ?? "", location }],
            detail: said.explanation,
          });
        }
      },
    }),
  ],
});

const CONFIG = "packages/backend/convex/auth.config.ts";

export const examples: readonly Example[] = [
  {
    name: "applicationId on the provider for the shared issuer",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, replace: "applicationID: clientId", with: "applicationId: clientId" }],
    expect: [`error application-id-miscased ${CONFIG}:11`],
  },
  {
    name: "applicationid on a provider that would not need it",
    project: "vite-spa",
    edits: [
      {
        file: "convex/auth.config.ts",
        replace: "      jwks: `https://auth.notes",
        with: "      applicationid: clientId,\n      jwks: `https://auth.notes",
      },
    ],
    expect: ["error application-id-miscased convex/auth.config.ts:25"],
  },
  {
    name: "the key is spelt so in another object, from which the provider takes the value",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: "const clientId = process.env.WORKOS_CLIENT_ID;\n",
        with: "const settings = { applicationId: process.env.WORKOS_CLIENT_ID };\nconst clientId = settings.applicationId;\n",
      },
    ],
    expect: [],
  },
];
