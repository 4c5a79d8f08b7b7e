/** A request that is refused: thrown by whoever finds out, answered at the endpoint. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  /** The answer's body, in the form WorkOS gives it at that endpoint. */
  readonly body: Record<string, unknown>;
  readonly headers: Record<string, string>;
  /** The failure mode that a client gets into by it, where it is one. */
  readonly failureMode: string | null;

  constructor(
    status: number,
    body: Record<string, unknown>,
    more: { headers?: Record<string, string>; failureMode?: string } = {},
  ) {
    super(String(body["error_description"] ?? body["message"] ?? status));
    this.status = status;
    this.body = body;
    this.headers = more.headers ?? {};
    this.failureMode = more.failureMode ?? null;
  }

  response(): Response {
    return new Response(JSON.stringify(this.body), {
      status: this.status,
      headers: { "content-type": "application/json; charset=utf-8", ...this.headers },
    });
  }
}

/** As OAuth errors are answered: `{ error, error_description }`. */
export function oauthRefusal(
  status: number,
  error: string,
  description: string,
  failureMode?: string,
): Refusal {
  return new Refusal(
    status,
    { error, error_description: description },
    failureMode === undefined ? {} : { failureMode },
  );
}

/** As WorkOS's API answers errors of its own: `{ code, message }`, and what else belongs to it. */
export function apiRefusal(
  status: number,
  code: string,
  message: string,
  more: Record<string, unknown> = {},
): Refusal {
  return new Refusal(status, { code, message, ...more });
}
