import { fault } from "../fault.ts";
import { withMember } from "../template-text.ts";

export default fault({
  id: "template-oversized",
  side: "authkit",
  title: "The JWT template renders to more than WorkOS takes.",
  about:
    "Every grant is refused with 422 although the template could be saved. So it is when a user or an organization has a lot of metadata that the template copies.",
  provokes: ["jwt-template-invalid"],
  parameters: {
    bytes: { default: 4000, about: "How many bytes the claims of the template have; WorkOS takes 3,072." },
  },
  at: {
    jwtTemplate: (own, { parameters }) =>
      withMember(own, "metadata", "m".repeat(Math.max(0, parameters.bytes))),
  },
});
