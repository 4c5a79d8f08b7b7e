import { fault } from "../fault.ts";

export default fault({
  id: "template-without-email",
  side: "authkit",
  title: "Access tokens do not carry the e-mail address.",
  about:
    "`identity.email` is undefined in functions, and checks by address always say no. So it is without a JWT template, or with one that does not name it.",
  provokes: ["email-claim-missing"],
  parameters: {
    claims: {
      default: "email,email_verified",
      about: "The claims that are left out, with commas between them.",
    },
  },
  at: {
    claims(claims, { parameters }) {
      const left = new Set(parameters.claims.split(",").map((name) => name.trim()));
      const others = Object.entries(claims).filter(([name]) => !left.has(name));
      return others.length === Object.keys(claims).length ? claims : Object.fromEntries(others);
    },
  },
});
