/** One problem of a request, as WorkOS lists them. */
export interface RequestProblem {
  code: string;
  message: string;
}

/** An answer of WorkOS's API that is an error. Routes throw it; `answerApiErrors` answers it. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: Record<string, unknown> & { message: string };

  constructor(status: number, body: Record<string, unknown> & { message: string }) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

/** @param kind such as `User` @param id what was asked for, an id or a slug */
export function notFound(kind: string, id: string): ApiError {
  return new ApiError(404, {
    message: `${kind} not found: '${id}'.`,
    code: "entity_not_found",
    entity_id: id,
  });
}

/** The request's parameters are wrong: 422. */
export function invalidRequest(errors: RequestProblem[]): ApiError {
  return new ApiError(422, { message: "Validation failed", code: "invalid_request_parameters", errors });
}

/** The request cannot be done: 400. */
export function badRequest(code: string, message: string, errors?: RequestProblem[]): ApiError {
  return new ApiError(400, { message, code, ...(errors === undefined ? {} : { errors }) });
}

/** Something of the same name exists: 409. */
export function conflict(code: string, message: string): ApiError {
  return new ApiError(409, { message, code });
}

/** An endpoint or a parameter of WorkOS that this emulator does not have: 501. */
export function notEmulated(what: string): ApiError {
  return new ApiError(501, {
    message: `The convex-authkit emulator does not emulate ${what}. What it emulates is listed in docs/emulator.md.`,
    code: "not_emulated",
  });
}
