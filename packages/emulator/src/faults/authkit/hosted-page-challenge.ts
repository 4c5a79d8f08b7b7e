import { fault } from "../fault.ts";

export default fault({
  id: "hosted-page-challenge",
  side: "authkit",
  title: "The sign-in page asks for proof of being human.",
  about:
    "A script that fills in the form never gets past it, so end-to-end tests cannot sign in. So it is with WorkOS's bot protection.",
  provokes: ["e2e-login-blocked"],
  parameters: {},
  at: { hostedPage: () => "challenge" },
});
