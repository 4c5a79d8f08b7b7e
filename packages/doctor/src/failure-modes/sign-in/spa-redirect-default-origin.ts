import { isRegistered } from "../../facts/redirect-uris/registered-uris.ts";
import type { Example } from "../example.ts";
import { detector, failureMode, shown } from "../failure-mode.ts";

export default failureMode({
  id: "spa-redirect-default-origin",
  step: "sign-in",
  severity: "error",
  title: "The SPA sends its bare origin as redirect URI",
  short: "Redirect URI defaults to the origin",
  symptoms: [
    "Production or a preview ends on redirect-uri-invalid although /callback is registered.",
    "Sign-in works where the bare origin is registered by chance, and nowhere else.",
  ],
  errorTexts: ["https://error.workos.com/redirect-uri-invalid", "This is not a valid redirect URI"],
  explanation:
    "Without `redirectUri`, authkit-react sends the origin of the page, without a path (`https://app.example.com`). WorkOS takes only what is registered " +
    "character by character, so a registered `https://app.example.com/callback` does not help. The prop may be missing, or its variable may be empty where the app is built.",
  notAProblemWhen:
    "The bare origin is registered as well, in convex.json or by hand in the dashboard. Where convex.json registers no redirect URI for the stage, nothing is said.",
  remedy: (project) => [
    "Pass redirectUri to AuthKitProvider, the same in every stage: redirectUri={`${window.location.origin}/callback`}, or from a variable of each stage.",
    `Or add the bare origin to redirectUris of the stage's section in ${project.convexJson}.`,
    project.push(),
  ],
  sources: [
    "https://github.com/workos/authkit-js/blob/main/src/create-client.ts",
    "https://workos.com/docs/sso/redirect-uris",
  ],
  appliesTo: { packages: { "@workos-inc/authkit-react": "*" } },
  testedWith: { "@workos-inc/authkit-react": "0.16.2" },
  masks: ["redirect-uri-mismatch"],
  detectors: [
    detector({
      needs: ["redirectUris"],
      *find({ redirectUris }, target) {
        const registered = redirectUris.registered[target.stage];
        if (registered === null) return;
        for (const uri of redirectUris.stages[target.stage].sent) {
          if (uri.from !== "default" || isRegistered(uri, registered) !== "no") continue;
          const texts = registered.flatMap(({ text }) => text ?? []);
          yield shown({
            subject: uri.text,
            severity: "warning",
            location: uri.location,
            evidence: registered.map(({ text, location }) => ({
              kind: "project" as const,
              quote: text ?? "",
              location,
            })),
            detail: `AuthKitProvider gets no redirectUri, so the app sends the bare origin of its page; convex.json registers ${texts.join(", ")}.`,
          });
        }
      },
    }),
  ],
});

const MAIN = "src/main.tsx";
const PROP = "      redirectUri={import.meta.env.VITE_WORKOS_REDIRECT_URI}\n";
const registers = (uri: string) => ({
  file: "convex.json",
  replace: '"redirectUris": ["http://localhost:5173/callback"]',
  with: `"redirectUris": ["http://localhost:5173/callback", "${uri}"]`,
});

export const examples: Example[] = [
  {
    name: "the prop is not given, and only /callback is registered",
    project: "vite-spa",
    edits: [{ file: MAIN, replace: PROP, with: "" }],
    expect: [`warning spa-redirect-default-origin ${MAIN}:14`],
  },
  {
    name: "the bare origins are registered as well",
    project: "vite-spa",
    edits: [
      { file: MAIN, replace: PROP, with: "" },
      registers("http://localhost:5173"),
      {
        file: "convex.json",
        replace: '"https://notes.example.com/callback"]',
        with: '"https://notes.example.com/callback", "https://notes.example.com"]',
      },
    ],
    expect: [],
  },
  {
    name: "the origin with the path, put together in code",
    project: "vite-spa",
    edits: [
      { file: MAIN, replace: PROP, with: "      redirectUri={`${window.location.origin}/callback`}\n" },
    ],
    expect: [],
  },
  {
    name: "convex.json registers nothing, so that only the dashboard knows",
    project: "vite-spa",
    edits: [
      { file: MAIN, replace: PROP, with: "" },
      { file: "convex.json", write: '{ "$schema": "./node_modules/convex/schemas/convex.schema.json" }\n' },
    ],
    expect: [],
  },
];
