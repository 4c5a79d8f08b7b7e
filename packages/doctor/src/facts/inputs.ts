import type { Side, Stage } from "./stage.ts";

/** What the user hands over beside the project: things that a repository cannot hold. */
export interface Inputs {
  /** `--convex-env STAGE=FILE` and `--host-env STAGE=FILE`. */
  variables: { side: Side; stage: Stage; file: string; text: string }[];
  /** Access tokens, from arguments, standard input or files. */
  tokens: TokenInput[];
  /** `--jwt-template FILE`, with the stage it belongs to when labelled. */
  jwtTemplates: { stage: Stage | null; file: string; text: string }[];
  /** `--jwks FILE`. */
  jwks: { file: string; text: string } | null;
  /** `--app`: folder or name of the only app that was asked for; what is handed in then belongs to it. */
  app: string | null;
  /** The time of the examination, in seconds since 1970. */
  now: number;
}

/** One access token. The text never leaves the facts' readers. */
export interface TokenInput {
  /** How reports call it: `argument`, `standard input`, a file name. */
  label: string;
  /** The stage it was issued in; null when the user did not say. */
  stage: Stage | null;
  token: string;
}

/** No inputs beside the project. */
export function noInputs(now: number): Inputs {
  return { variables: [], tokens: [], jwtTemplates: [], jwks: null, app: null, now };
}
