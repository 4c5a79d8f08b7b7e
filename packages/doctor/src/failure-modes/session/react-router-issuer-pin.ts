import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "react-router-issuer-pin",
  step: "session",
  severity: "error",
  title: "authkit-react-router verifies another issuer than the environment's",
  short: "Issuer pinned in React Router",
  symptoms: ["The session is refreshed on every loader, or people are signed out."],
  errorTexts: ['unexpected "iss" claim value'],
  explanation:
    "authkit-react-router 0.12 expects the issuer `https://api.workos.com`. Environments created since mid-2025 issue the user_management form, so every verification fails and refreshes the token.",
  notAProblemWhen: "The environment issues the API origin, or `issuer` / WORKOS_ISSUER is set.",
  remedy: (project) => [
    "Set WORKOS_ISSUER=https://api.workos.com/user_management/<client id> where the installed version reads it, or upgrade.",
    project.install("@workos-inc/authkit-react-router@latest"),
  ],
  sources: ["https://github.com/workos/authkit-react-router/pull/85"],
  appliesTo: { packages: { "@workos-inc/authkit-react-router": "*" } },
  testedWith: {},
  masks: [],
  detectors: [],
});
