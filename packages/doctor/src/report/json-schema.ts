import { STEPS } from "@convex-authkit/core";
import { STAGES } from "../facts/stage.ts";

/** A JSON Schema, or a part of one. */
export type Schema = Record<string, unknown>;

const text: Schema = { type: "string" };
const number: Schema = { type: "integer", minimum: 1 };
const nullable = (schema: Schema): Schema => ({ anyOf: [schema, { type: "null" }] });
const list = (items: Schema): Schema => ({ type: "array", items });
const described = (description: string, schema: Schema): Schema => ({ ...schema, description });

/** An object with exactly these properties, all of them required but those named in `optional`. */
function object(properties: Record<string, Schema>, optional: readonly string[] = []): Schema {
  return {
    type: "object",
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    additionalProperties: false,
  };
}

/**
 * The JSON Schema of what `--json` prints.
 *
 * @param ids of every failure mode, sorted
 */
export function reportSchema(ids: readonly string[]): Schema {
  const id: Schema = { enum: ids };
  const step: Schema = { enum: STEPS };
  const stage: Schema = { enum: STAGES };
  const location = described("A place in a file, or an entry of a HAR; null when there is none.", {
    anyOf: [
      object({ file: text, line: number, column: number }),
      object({ file: text, entry: { type: "integer", minimum: 0 } }),
      { type: "null" },
    ],
  });
  const evidence = object({
    kind: { enum: ["project", "environment", "token", "traffic", "log", "deployment", "browser"] },
    quote: described("The words that show it, redacted.", text),
    location,
  });
  const finding = object({
    id,
    step,
    severity: { enum: ["error", "warning", "note"] },
    confidence: { enum: ["certain", "likely"] },
    title: text,
    detail: described("One sentence about this very case.", text),
    app: described(
      "Folder of the app; null when it holds for several apps or a backend alone.",
      nullable(text),
    ),
    stage: described("null when it was found in several stages.", nullable(stage)),
    stages: described("The stages in which it was found.", list(stage)),
    location,
    evidence: list(evidence),
    consequenceOf: described("The failure mode of which this is a mere consequence.", nullable(id)),
    remedy: described(
      "What to do, step by step; a step that is only a command is the command alone.",
      list(text),
    ),
    repairable: described("Whether the doctor itself can mend it.", { type: "boolean" }),
    fingerprint: described("Equal for the same finding in another run, whatever line it moved to.", text),
    docs: described("The page that explains the failure mode.", text),
  });
  const chainLink = object(
    {
      step,
      status: described(
        "holds: shown by a token, traffic, a deployment or a browser. broken: by a finding at error. unknown: checked, nothing certain found. not-checked: no evidence.",
        { enum: ["holds", "broken", "unknown", "not-checked"] },
      ),
      because: described("The id of the finding that broke it, what proves it, or what is missing.", text),
    },
    ["because"],
  );
  const diagnosis = object({
    app: described("Folder of the app, . for the root; null for a backend without an app.", nullable(text)),
    backend: described(
      "Folder of the Convex functions; null when the project does not hold it.",
      nullable(text),
    ),
    stage,
    chain: { ...list(chainLink), minItems: STEPS.length, maxItems: STEPS.length },
    firstBroken: nullable(step),
    findings: described("Fingerprints of this target's findings, along the chain.", list(text)),
  });
  const token = object({
    label: text,
    stage,
    backend: text,
    issuer: nullable(text),
    audience: list(text),
    expiresAt: described("Seconds since 1970.", nullable({ type: "number" })),
    accepted: described("null where it could not be decided.", nullable({ type: "boolean" })),
    cause: described("The cause of a rejection.", nullable(text)),
    sentence: described("The decision with its reason.", text),
  });
  const jwtTemplate = object({
    stage: described("null when it counts for all.", nullable(stage)),
    file: text,
    problems: list(
      object({
        code: text,
        severity: { enum: ["error", "warning", "note"] },
        message: text,
        claim: nullable(text),
        location,
      }),
    ),
    claims: described(
      "The claims it adds; null when it cannot be read.",
      nullable(
        list(object({ name: text, mayBeAbsent: { type: "boolean" }, literals: list(nullable(text)) })),
      ),
    ),
    renderedBytes: described("For a sample user; WorkOS allows 3,072.", nullable({ type: "integer" })),
    sampleIdentity: described("What functions would see for a sample user.", nullable({ type: "object" })),
  });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Report of convex-authkit --json",
    ...object({
      schemaVersion: { const: 1 },
      diagnoses: described("One per target: an app with its Convex backend in a stage.", list(diagnosis)),
      findings: described("Along the chain, the worst of a step first.", list(finding)),
      tokens: described("The tokens that were handed in, with what Convex decides.", list(token)),
      jwtTemplates: described("The JWT templates that were handed in.", list(jwtTemplate)),
      notChecked: described(
        "What could not be looked at, once per reason.",
        list(object({ because: text, steps: list(step), failureModes: list(id) })),
      ),
      ignored: described("Findings that a comment or package.json silences.", list(finding)),
      examined: object({
        apps: list(text),
        backends: list(text),
        files: { type: "integer", minimum: 0 },
        stages: list(stage),
      }),
      unreadable: described(
        "What exists and could not be examined.",
        list(object({ file: text, why: text })),
      ),
      durationMs: { type: "integer", minimum: 0 },
    }),
  };
}
