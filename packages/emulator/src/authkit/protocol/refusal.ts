import { jsonAnswer, type TextAnswer } from "../../server/text-answer.ts";

/** What the timeline tells of a refusal beside its text. */
interface RefusalFacts {
  /** The failure mode that a client gets into by it, where it is one. */
  failureMode?: string;
  /** The fault that made it. */
  fault?: string | undefined;
  detail?: Record<string, unknown>;
}

/** A request that is refused: thrown by whoever finds out, answered and told at the endpoint. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  /** The answer's body, in the form WorkOS gives it at that endpoint. */
  readonly body: Record<string, unknown>;
  readonly facts: RefusalFacts;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    body: Record<string, unknown>,
    facts: RefusalFacts = {},
    headers: Record<string, string> = {},
  ) {
    super(String(body["error_description"] ?? body["message"] ?? status));
    this.status = status;
    this.body = body;
    this.facts = facts;
    this.headers = headers;
  }

  answer(): TextAnswer {
    return jsonAnswer(this.body, this.status, this.headers);
  }
}

/** As OAuth errors are answered: `{ error, error_description }`. */
export function oauthRefusal(
  status: number,
  error: string,
  description: string,
  facts: RefusalFacts = {},
): Refusal {
  return new Refusal(status, { error, error_description: description }, facts);
}

/** As WorkOS's API answers errors of its own: `{ code, message }`, and what else belongs to it. */
export function apiRefusal(
  status: number,
  code: string,
  message: string,
  more: Record<string, unknown> = {},
  facts: RefusalFacts = {},
): Refusal {
  return new Refusal(status, { code, message, ...more }, facts);
}
