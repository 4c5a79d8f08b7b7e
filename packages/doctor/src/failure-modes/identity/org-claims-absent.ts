import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "org-claims-absent",
  step: "identity",
  severity: "warning",
  title: "Functions need an organization, and the session has none",
  short: "Organization claims absent",
  symptoms: ["org_id, role and permissions are undefined."],
  errorTexts: ["organization_selection_required"],
  explanation:
    "The token carries organization claims only when the session belongs to one: the user has none or several memberships, or nobody chose.",
  notAProblemWhen: "The function treats a missing organization as a personal account.",
  remedy: () => ["Pass organizationId to sign-in, or call switchToOrganization() after it."],
  sources: ["https://workos.com/docs/authkit/sessions"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
