import { MAX_RENDERED_BYTES } from "@convex-authkit/core";
import { detector, failureMode, shown, type Severity } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { TemplateProblem } from "../../facts/jwt-template/jwt-template.ts";

export default failureMode({
  id: "jwt-template-invalid",
  step: "identity",
  severity: "error",
  title: "The JWT template breaks a rule of WorkOS or of Convex",
  short: "JWT template invalid",
  symptoms: [
    "The dashboard refuses the template, or sign-in starts failing after it was saved.",
    "Sign-in fails only for users with long names or much metadata.",
    "Functions see another user than the one who signed in.",
  ],
  errorTexts: ["422 Unprocessable Entity"],
  explanation:
    "A template renders to a JSON object of at most 3,072 bytes, with attributes of `user`, `organization` and `organization_membership` in " +
    "`{{ }}`. It must not set `iss`, `sub`, `exp`, `iat`, `nbf` or `jti`, and an object such as `user.metadata` cannot stand inside quotes.\n\n" +
    "WorkOS takes some templates that Convex suffers from: a claim named `tokenIdentifier`, `subject` or `issuer` replaces the identity's own " +
    "field of that name, by which functions tell users apart, and an `aud` that is neither text nor a list of texts makes every token unreadable.",
  notAProblemWhen:
    "A reserved name stands further down, inside an object. Claims that are merely absent for some users are right: WorkOS leaves them out.",
  remedy: (project) => [
    "Mend the place that is named, and look at the identity that the template yields before you save it in the dashboard:",
    project.exec(`convex-authkit ${project.backendDir} --jwt-template FILE`),
  ],
  sources: ["https://workos.com/docs/authkit/jwt-templates"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["jwtTemplates"],
      *find({ jwtTemplates }, target) {
        for (const template of jwtTemplates.filter(({ stage }) => stage === null || stage === target.stage)) {
          for (const problem of template.problems) {
            const severity = severityOf(problem);
            if (severity === null) continue;
            yield shown({
              subject: `${template.file}#${problem.code}#${problem.claim ?? ""}`,
              severity,
              location: problem.location,
              evidence: [{ kind: "token", quote: template.file, location: problem.location }],
              detail: problem.message,
            });
          }
          const bytes = template.renderedBytes;
          const isSaid = template.problems.some(({ code }) => code === "near-size-limit");
          if (bytes === null || bytes <= MAX_RENDERED_BYTES * NEAR || isSaid) continue;
          yield shown({
            subject: `${template.file}#near-size-limit#`,
            severity: "warning",
            location: { file: template.file, line: 1, column: 1 },
            evidence: [{ kind: "token", quote: `${template.file}: ${bytes} bytes`, location: null }],
            detail: `For a sample user the claims take ${bytes} of the ${MAX_RENDERED_BYTES} bytes that WorkOS allows.`,
          });
        }
      },
    }),
  ],
});

/** From this part of the limit on, a longer name or picture URL of one user is enough. */
const NEAR = 0.9;

/** What the lint doubts is shown as a note, except for the size; what is right but worth knowing is no fault. */
function severityOf({ severity, code }: TemplateProblem): Severity | null {
  if (severity === "error") return "error";
  if (severity === "note") return null;
  return code === "near-size-limit" ? "warning" : "note";
}

const PROFILE =
  '"name": "{{ user.first_name }}", "email": "{{ user.email }}", "picture": {{ user.profile_picture_url }}';

const withClaim = (claims: string): Example["inputs"] => ({
  jwtTemplate: { text: `{\n  ${claims},\n  ${PROFILE}\n}\n` },
});

export const examples: readonly Example[] = [
  {
    name: "a claim that WorkOS sets itself",
    project: "nextjs-monorepo",
    edits: [],
    inputs: withClaim('"sub": {{ user.external_id }}'),
    expect: ["error jwt-template-invalid jwt-template.json:2"],
  },
  {
    name: "a claim that replaces the user's identifier at Convex",
    project: "nextjs-monorepo",
    edits: [],
    inputs: withClaim('"tokenIdentifier": {{ user.email }}'),
    expect: ["error jwt-template-invalid jwt-template.json:2"],
  },
  {
    name: "an attribute of something that WorkOS does not know",
    project: "vite-spa",
    edits: [],
    inputs: withClaim('"plan": {{ account.plan }}'),
    expect: ["error jwt-template-invalid jwt-template.json:2"],
  },
  {
    name: "a comma too many",
    project: "vite-spa",
    edits: [],
    inputs: { jwtTemplate: { text: `{\n  ${PROFILE},\n}\n` } },
    expect: ["error jwt-template-invalid jwt-template.json:2"],
  },
  {
    name: "text that alone takes more than WorkOS allows",
    project: "vite-spa",
    edits: [],
    inputs: withClaim(`"terms": "${"x".repeat(3100)}"`),
    expect: ["error jwt-template-invalid jwt-template.json:1"],
  },
  {
    name: "claims that leave hardly any room for a longer name",
    project: "vite-spa",
    edits: [],
    inputs: withClaim(`"terms": "${"x".repeat(2800)}", "who": {{ user.metadata }}`),
    expect: ["warning jwt-template-invalid jwt-template.json:1"],
  },
  {
    name: "an attribute that the documentation does not list",
    project: "vite-spa",
    edits: [],
    inputs: withClaim('"nick": {{ user.nick_name }}'),
    expect: ["note jwt-template-invalid jwt-template.json:2"],
  },
  {
    name: "claims of all kinds, an own name for the external id among them",
    project: "nextjs-monorepo",
    edits: [],
    inputs: withClaim(
      '"external_id": {{ user.external_id }}, "plan": "{{ organization.metadata.plan || \'free\' }}"',
    ),
    expect: [],
  },
  {
    name: "a reserved name further down",
    project: "vite-spa",
    edits: [],
    inputs: withClaim('"app": { "sub": {{ user.external_id }}, "issuer": "notes" }'),
    expect: [],
  },
];
