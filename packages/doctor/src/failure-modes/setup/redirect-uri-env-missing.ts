import { envLocal } from "../project-commands.ts";
import { isKnownUnset } from "../../facts/environment/environment.ts";
import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

const NAME = "NEXT_PUBLIC_WORKOS_REDIRECT_URI";

export default failureMode({
  id: "redirect-uri-env-missing",
  step: "setup",
  severity: "error",
  title: "authkit-nextjs is given no redirect URI, in code or in the environment",
  short: "Redirect URI missing",
  symptoms: ["Every page answers with status 500."],
  errorTexts: ["You must provide a redirect URI in the AuthKit middleware or in the environment variables."],
  explanation:
    "The middleware of authkit-nextjs takes the redirect URI from its `redirectUri` option or from `NEXT_PUBLIC_WORKOS_REDIRECT_URI`, and throws on the first request " +
    "without either. `WORKOS_REDIRECT_URI` is the name that the SDK for TanStack Start reads; authkit-nextjs does not. Because of its prefix Next.js puts the value in at `next build`: setting " +
    "it on the host afterwards has no effect until the next build.",
  notAProblemWhen: "The option `redirectUri` is given in code, from whatever source.",
  remedy: (project) => [
    project.stage === "development"
      ? `Add ${NAME}=http://localhost:3000/callback to ${envLocal(project)}, with the port of your dev server and the path of your callback route.`
      : `Set ${NAME}=https://…/callback on the host for ${project.stage} and build again.`,
    "Register the same URI in the WorkOS dashboard, or in the `authKit` section of convex.json.",
  ],
  sources: [
    "https://github.com/workos/authkit-nextjs/blob/main/src/session.ts",
    "https://github.com/workos/authkit-nextjs/blob/main/README.md",
  ],
  appliesTo: { frameworks: ["nextjs"], packages: { "@workos-inc/authkit-nextjs": "*" } },
  testedWith: { "@workos-inc/authkit-nextjs": "4.3.2" },
  masks: [],
  detectors: [
    detector({
      needs: ["environmentReads", "environment"],
      *find({ environmentReads, environment }, { stage }) {
        const { redirectUriOption, middlewareCall } = environmentReads;
        if (redirectUriOption !== "none" || middlewareCall === null) return;
        const { host } = environment.stages[stage];
        const variable = host.variables[NAME];
        const isEmpty = variable?.value.kind === "public" && variable.value.text === "" && host.complete;
        if (!isEmpty && !isKnownUnset(host, NAME)) {
          if (variable === undefined && !host.complete) yield notChecked(host.because);
          return;
        }
        const mistaken = host.variables["WORKOS_REDIRECT_URI"];
        yield shown({
          subject: NAME,
          severity: "error",
          location: mistaken?.location ?? variable?.location ?? middlewareCall,
          evidence: [
            { kind: "project", quote: "called without redirectUri", location: middlewareCall },
            ...(mistaken === undefined
              ? []
              : [
                  {
                    kind: "environment" as const,
                    quote: "WORKOS_REDIRECT_URI=…",
                    location: mistaken.location,
                  },
                ]),
          ],
          detail: `The middleware is called without redirectUri, and the ${stage} variables have no ${NAME}${mistaken === undefined ? "" : ", only WORKOS_REDIRECT_URI, which authkit-nextjs does not read"}.`,
        });
      },
    }),
  ],
});

export const examples: Example[] = [
  {
    name: "the variable has the name of another SDK, and the proxy gets no option",
    project: "nextjs-monorepo",
    edits: [
      { file: "apps/web/src/proxy.ts", replace: "  redirectUri: redirectUri(),\n", with: "" },
      {
        file: "apps/web/.env.local",
        replace: "NEXT_PUBLIC_WORKOS_REDIRECT_URI=",
        with: "WORKOS_REDIRECT_URI=",
      },
    ],
    expect: ["error redirect-uri-env-missing apps/web/.env.local:4"],
  },
  {
    name: "the variable is set",
    project: "nextjs-monorepo",
    edits: [{ file: "apps/web/src/proxy.ts", replace: "  redirectUri: redirectUri(),\n", with: "" }],
    expect: [],
  },
  {
    name: "the proxy gets the option",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/.env.local",
        replace: "NEXT_PUBLIC_WORKOS_REDIRECT_URI=",
        with: "WORKOS_REDIRECT_URI=",
      },
      {
        file: "apps/web/src/redirect-uri.ts",
        replace: "process.env.NEXT_PUBLIC_WORKOS_REDIRECT_URI",
        with: "process.env.WORKOS_REDIRECT_URI",
      },
      {
        file: "apps/web/.env.example",
        replace: "NEXT_PUBLIC_WORKOS_REDIRECT_URI=",
        with: "WORKOS_REDIRECT_URI=",
      },
    ],
    expect: [],
  },
  {
    name: "the stage's variables are unknown",
    project: "nextjs-monorepo",
    edits: [
      { file: "apps/web/src/proxy.ts", replace: "  redirectUri: redirectUri(),\n", with: "" },
      { file: "apps/web/.env.local", remove: true },
    ],
    expect: [],
  },
];
