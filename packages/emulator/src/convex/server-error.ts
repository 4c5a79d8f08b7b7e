/** What went wrong, which decides how a client is told. */
export type ErrorKind =
  | "bad-request"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "rate-limited"
  | "internal";

const HTTP_STATUS: Record<ErrorKind, number> = {
  "bad-request": 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  "rate-limited": 429,
  internal: 500,
};

/** An error of the deployment itself, not of the app's functions, with Convex's code and sentence. */
export class ServerError extends Error {
  readonly kind: ErrorKind;
  /** Such as `BadAdminKey`; sent over HTTP, never over the socket. */
  readonly code: string;

  constructor(kind: ErrorKind, code: string, message: string) {
    super(message);
    this.name = "ServerError";
    this.kind = kind;
    this.code = code;
  }

  get httpStatus(): number {
    return HTTP_STATUS[this.kind];
  }
}

/** What Convex says of its own failures, whatever they are. */
export function internalError(): ServerError {
  return new ServerError(
    "internal",
    "InternalServerError",
    "Your request couldn't be completed. Try again later.",
  );
}

/** The error as a client is told of it: what is no `ServerError` is internal. */
export function asServerError(error: unknown): ServerError {
  return error instanceof ServerError ? error : internalError();
}
