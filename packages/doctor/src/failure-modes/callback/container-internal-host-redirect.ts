import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "container-internal-host-redirect",
  step: "callback",
  severity: "error",
  title: "The callback redirects to the container's own address",
  short: "Redirect to an internal host",
  symptoms: ["After sign-in the browser goes to 0.0.0.0:3000 or an internal name."],
  errorTexts: ["ERR_CONNECTION_REFUSED", "0.0.0.0:3000"],
  explanation:
    "Inside a container the request's URL holds the internal host. authkit-nextjs builds the way back from it unless it is told the public address.",
  notAProblemWhen: "The proxy in front forwards the public host.",
  remedy: () => ['handleAuth({ baseURL: "https://app.example.com" })'],
  sources: [
    "https://github.com/workos/authkit-nextjs/issues/37",
    "https://github.com/workos/authkit-nextjs/issues/279",
  ],
  appliesTo: { packages: { "@workos-inc/authkit-nextjs": "*" } },
  testedWith: {},
  masks: [],
  detectors: [],
});
