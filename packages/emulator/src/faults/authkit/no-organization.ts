import { fault } from "../fault.ts";

export default fault({
  id: "no-organization",
  side: "authkit",
  title: "The session belongs to no organization.",
  about:
    "`org_id`, `role` and `permissions` are undefined in functions, and whatever asks for them says no. So it is for a user without a membership, and for one with several who was not asked.",
  provokes: ["org-claims-absent"],
  parameters: {},
  at: { organization: () => null },
});
