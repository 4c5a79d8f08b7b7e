import { readIssuer } from "@convex-authkit/core";
import { detector, failureMode, refuted, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { isWithin, versionText } from "../../facts/packages/below.ts";

const SDK = "@workos-inc/authkit-react-router";
/** Newer versions have an option for the issuer. */
const PINNED = ">=0.12.0 <=0.12.2";

export default failureMode({
  id: "react-router-issuer-pin",
  step: "session",
  severity: "error",
  title: "authkit-react-router verifies another issuer than the environment's",
  short: "Issuer pinned in React Router",
  symptoms: [
    "Every loader refreshes the session, which makes navigation slow and runs into 429.",
    "People are signed out when two loaders refresh at once.",
  ],
  errorTexts: ['unexpected "iss" claim value'],
  explanation:
    "authkit-react-router 0.12 verifies the token of the session and expects the issuer `https://api.workos.com`. Environments created since mid-2025 issue " +
    "`https://api.workos.com/user_management/<client id>`, so every verification fails, and the package takes the token for expired and refreshes it.",
  notAProblemWhen: "The environment issues the API origin, or `issuer` / WORKOS_ISSUER is set.",
  remedy: (project) => [
    "Set WORKOS_ISSUER=https://api.workos.com/user_management/<client id> where the installed version reads it, or upgrade.",
    project.install("@workos-inc/authkit-react-router@latest"),
  ],
  sources: ["https://github.com/workos/authkit-react-router/pull/85"],
  appliesTo: { packages: { "@workos-inc/authkit-react-router": "*" } },
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["packages"],
      *find({ packages }) {
        const found = packages[SDK];
        if (found === undefined || !isWithin(found, PINNED)) return;
        const version = versionText(found);
        yield shown({
          subject: SDK,
          severity: "warning",
          location: found.location,
          evidence: [{ kind: "project", quote: `${SDK} ${version}`, location: found.location }],
          detail: `${SDK} ${version} takes only sessions whose token was issued by https://api.workos.com; environments created since mid-2025 issue another form.`,
        });
      },
    }),
    detector({
      needs: ["packages", "tokens"],
      *find({ packages, tokens }, target) {
        const found = packages[SDK];
        if (found === undefined || !isWithin(found, PINNED)) return;
        for (const { label, issuer, stage } of tokens) {
          if (stage !== target.stage || issuer === null) continue;
          const { form } = readIssuer(issuer);
          if (form === "api-origin")
            yield refuted(SDK, `The token from ${label} carries the issuer it expects.`);
          if (form !== "user-management") continue;
          yield shown({
            subject: SDK,
            severity: "error",
            location: found.location,
            evidence: [{ kind: "token", quote: `iss: ${issuer}`, location: null }],
            detail: `${SDK} ${versionText(found)} expects the issuer https://api.workos.com, and the token from ${label} carries ${issuer}.`,
          });
        }
      },
    }),
  ],
});

const installs = (version: string): Example["edits"] => [
  {
    file: "package.json",
    replace: '    "@workos-inc/authkit-react": "^0.16.2",\n',
    with: `    "@workos-inc/authkit-react": "^0.16.2",\n    "@workos-inc/authkit-react-router": "${version}",\n`,
  },
];
const token = (iss: string): Example["inputs"] => ({ tokens: [{ stage: "development", claims: { iss } }] });
const USER_MANAGEMENT = "https://api.workos.com/user_management/client_01JDEV8Q4W3M5X7Z9K2B6N1C0V";

export const examples: readonly Example[] = [
  {
    name: "a version that expects the API origin",
    project: "vite-spa",
    edits: installs("0.12.2"),
    expect: ["warning react-router-issuer-pin package.json:12", "note env-undocumented package.json:12"],
  },
  {
    name: "and a token that was issued for one client id",
    project: "vite-spa",
    edits: installs("0.12.2"),
    inputs: token(USER_MANAGEMENT),
    expect: ["error react-router-issuer-pin package.json:12", "note env-undocumented package.json:12"],
  },
  {
    name: "and a token that carries what it expects",
    project: "vite-spa",
    edits: installs("0.12.2"),
    inputs: {
      tokens: [
        {
          stage: "development",
          claims: { iss: "https://api.workos.com", aud: "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V" },
        },
        {
          stage: "production",
          claims: { iss: "https://api.workos.com", aud: "client_01JPRD8Q4W3M5X7Z9K2B6N1C0V" },
        },
      ],
    },
    expect: ["note env-undocumented package.json:12"],
  },
  {
    name: "another version",
    project: "vite-spa",
    edits: installs("0.8.1"),
    inputs: token(USER_MANAGEMENT),
    expect: ["note env-undocumented package.json:12"],
  },
];
