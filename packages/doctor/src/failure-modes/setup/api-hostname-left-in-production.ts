import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { isThisMachine } from "../../facts/environment/this-machine.ts";
import { publicText } from "../../facts/environment/environment.ts";

export default failureMode({
  id: "api-hostname-left-in-production",
  step: "setup",
  severity: "error",
  title: "A deployed stage still points to a local WorkOS emulator",
  short: "Emulator host left in production",
  symptoms: ["Sign-in in production or preview goes to localhost or to a host that does not answer."],
  errorTexts: ["ECONNREFUSED", "ERR_CONNECTION_REFUSED"],
  explanation:
    "`WORKOS_API_HOSTNAME`, `WORKOS_API_PORT` and `WORKOS_API_HTTPS` make the SDKs talk to another host than api.workos.com, which is how an emulator is " +
    "used in development. Left in a deployed stage they send the browser to the visitor's own machine, and the server to itself.",
  notAProblemWhen:
    "The hostname is your custom authentication API domain, or stands among the variables of development only.",
  remedy: () => [
    "Remove WORKOS_API_HOSTNAME, WORKOS_API_PORT and WORKOS_API_HTTPS from this stage and deploy again.",
  ],
  sources: ["https://github.com/workos/authkit-nextjs/blob/main/README.md"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["environment"],
      *find({ environment }, { stage }) {
        if (stage === "development") return;
        const { host } = environment.stages[stage];
        for (const { name, location } of Object.values(host.variables)) {
          const text = publicText(host, name)?.trim() ?? "";
          if (!/(?:^|_)WORKOS_API_HOSTNAME$/.test(name) || !isThisMachine(text)) continue;
          // What every stage loads is often replaced by the variables of the host.
          const isShared = /(?:^|\/)\.env$/.test(location.file);
          yield shown({
            subject: name,
            severity: stage === "production" && !isShared ? "error" : "warning",
            location,
            evidence: [{ kind: "environment", quote: `${name}=${text}`, location }],
            detail: `${name} sends the sign-in of ${stage} to ${text}, which is the visitor's or the server's own machine.`,
          });
        }
      },
    }),
  ],
});

const HOST = "VITE_WORKOS_API_HOSTNAME=auth.notes.example.com";

export const examples: readonly Example[] = [
  {
    name: "the emulator's host in the variables of production",
    project: "vite-spa",
    edits: [{ file: ".env.production", replace: HOST, with: "VITE_WORKOS_API_HOSTNAME=localhost" }],
    expect: ["error api-hostname-left-in-production .env.production:4"],
  },
  {
    name: "with its port, in the variables of previews",
    project: "vite-spa",
    edits: [{ file: ".env.preview", write: "VITE_WORKOS_API_HOSTNAME=127.0.0.1:4100\n" }],
    expect: ["warning api-hostname-left-in-production .env.preview:1"],
  },
  {
    name: "in a file that every stage loads and that the host's variables may replace",
    project: "vite-spa",
    edits: [
      { file: ".env", write: "VITE_WORKOS_API_HOSTNAME=localhost\n" },
      { file: ".env.production", replace: `${HOST}\n`, with: "" },
    ],
    expect: ["warning api-hostname-left-in-production .env:1"],
  },
  {
    name: "on a developer's machine",
    project: "vite-spa",
    edits: [
      {
        file: ".env.local",
        replace: "CONVEX_DEPLOYMENT",
        with: "VITE_WORKOS_API_HOSTNAME=localhost\nCONVEX_DEPLOYMENT",
      },
    ],
    expect: [],
  },
];
