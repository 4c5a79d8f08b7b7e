import { ConvexError } from "convex/values";

/** Why a caller was turned away; clients read it from `error.data` of a `ConvexError`. */
export type RefusalData = {
  code:
    | "not-signed-in"
    | "role-missing"
    | "permission-missing"
    | "organization-missing"
    | "other-organization"
    | "not-admin"
    | "claim-missing";
  message: string;
};

/** An error that reaches the client also in production: a `ConvexError`, whose data is not redacted. */
export function refuse(code: RefusalData["code"], message: string): ConvexError<RefusalData> {
  return new ConvexError<RefusalData>({ code, message });
}
