import { fault } from "../fault.ts";

export default fault({
  id: "template-missing-in-stage",
  side: "authkit",
  title: "This environment has no JWT template.",
  about:
    "Claims that functions read are there in development and missing in production. So it is until the template is saved in each WorkOS environment.",
  provokes: ["jwt-template-per-environment"],
  parameters: {},
  at: { jwtTemplate: () => null },
});
