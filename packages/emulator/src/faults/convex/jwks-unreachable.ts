import { fault } from "../fault.ts";

export default fault({
  id: "jwks-unreachable",
  side: "convex",
  title: "Convex cannot reach the address of the keys.",
  about:
    "No token is accepted; the message names the address. So it is where a deployment in the cloud is to fetch keys from localhost.",
  provokes: ["emulator-jwks-unreachable"],
  parameters: {
    error: { default: "error sending request: connection refused", about: "What the fetch fails with." },
  },
  at: { jwksAnswer: (_own, { parameters }) => ({ error: parameters.error }) },
});
