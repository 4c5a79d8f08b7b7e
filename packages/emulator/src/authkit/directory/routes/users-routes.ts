import type { Hono } from "hono";
import * as v from "valibot";
import { badRequest, invalidRequest, notEmulated, notFound } from "../../api/api-error.ts";
import { listPage } from "../../api/list-page.ts";
import { readBody, readQuery } from "../../api/read-request.ts";
import type { AuthKitContext } from "../../context.ts";
import { endSession } from "../../protocol/start-session.ts";
import { isEmail } from "../email.ts";
import type { User } from "../objects.ts";
import type { UserFields } from "../users.ts";
import { checkExternalId, checkMetadata, EXTERNAL_ID, METADATA } from "./metadata.ts";

const text = v.nullish(v.string());

const FIELDS = {
  first_name: text,
  last_name: text,
  name: text,
  email_verified: v.nullish(v.boolean()),
  locale: text,
  external_id: EXTERNAL_ID,
  metadata: METADATA,
  password: text,
  password_hash: v.nullish(v.string()),
  password_hash_type: v.nullish(v.string()),
};
const NEW_USER = v.object({
  ...FIELDS,
  email: v.pipe(v.string(), v.nonEmpty("Email must be a non-empty string.")),
});
const CHANGES = v.object({ ...FIELDS, email: v.nullish(v.string()) });
const FILTER = v.object({
  email: v.optional(v.string()),
  organization_id: v.optional(v.string()),
  organization: v.optional(v.string()),
});

/** `/user_management/users`: list, read, create, change, delete. Sessions of a user are the protocol's. */
export function addUsersRoutes(api: Hono, context: AuthKitContext): void {
  const { directory, sessions } = context;
  const { users } = directory;
  const found = (id: string): User => {
    const user = users.byId(id);
    if (user === undefined) throw notFound("User", id);
    return user;
  };

  api.get("/user_management/users", (c) => {
    const { email, organization_id, organization } = readQuery(c, FILTER);
    const organizationId = organization_id ?? organization;
    const members =
      organizationId === undefined
        ? null
        : new Set(directory.memberships.list({ organizationId }).map((one) => one.user_id));
    const matching = users
      .all()
      .filter(
        (user) =>
          (email === undefined || user.email.toLowerCase() === email.toLowerCase()) &&
          (members === null || members.has(user.id)),
      );
    return c.json(listPage(c, matching));
  });

  api.post("/user_management/users", async (c) => {
    const body = await readBody(c, NEW_USER);
    if (!isEmail(body.email))
      throw invalidRequest([{ code: "email_invalid", message: "Email must be an e-mail address." }]);
    const fields = fieldsOf(body);
    if (users.byEmail(body.email) !== undefined)
      throw badRequest("user_creation_error", "Could not create user.", [
        { code: "email_not_available", message: "This email is not available." },
      ]);
    checkExternalId(fields.external_id, null, users.byExternalId);
    return c.json(users.create({ ...fields, email: body.email }), 201);
  });

  api.get("/user_management/users/external_id/:externalId", (c) => {
    const externalId = c.req.param("externalId");
    const user = users.byExternalId(externalId);
    if (user === undefined) throw notFound("User", externalId);
    return c.json(user);
  });

  api.get("/user_management/users/:id", (c) => c.json(found(c.req.param("id"))));

  // Identities are those of OAuth providers, which nobody signs in with here.
  api.get("/user_management/users/:id/identities", (c) => {
    found(c.req.param("id"));
    return c.json([]);
  });

  api.put("/user_management/users/:id", async (c) => {
    const { id } = found(c.req.param("id"));
    const body = await readBody(c, CHANGES);
    const fields = fieldsOf(body);
    if (fields.email !== undefined) {
      if (!isEmail(fields.email))
        throw badRequest("invalid_email", `'${fields.email}' is not an e-mail address.`);
      const owner = users.byEmail(fields.email);
      if (owner !== undefined && owner.id !== id)
        throw badRequest("email_not_available", "This email is not available.");
    }
    checkExternalId(fields.external_id, id, users.byExternalId);
    return c.json(users.update(id, fields));
  });

  api.delete("/user_management/users/:id", (c) => {
    const { id } = found(c.req.param("id"));
    for (const session of sessions.ofUser(id)) endSession(context, session.id);
    users.remove(id);
    return c.body(null, 200);
  });
}

/** What a body says about a user. @throws {ApiError} for passwords and metadata that WorkOS or this emulator refuses */
function fieldsOf(body: v.InferOutput<typeof CHANGES>): UserFields {
  const { password, password_hash, password_hash_type, metadata, email, email_verified, ...names } = body;
  if (typeof password === "string" && typeof password_hash === "string")
    throw badRequest("password_and_password_hash_provided", "Give a password or a password hash, not both.");
  if (typeof password_hash === "string" || typeof password_hash_type === "string")
    throw notEmulated("hashed passwords; give the password itself");
  if (password === "")
    throw invalidRequest([
      { code: "password_string_required", message: "Password must be a non-empty string." },
    ]);
  return {
    ...names,
    email: email ?? undefined,
    email_verified: email_verified ?? undefined,
    password: password ?? undefined,
    metadata: checkMetadata(metadata),
  };
}
