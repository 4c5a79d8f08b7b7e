import { type Collection, createCollection } from "./collection.ts";
import type { Tell } from "./directory-event.ts";
import type { Identifiers } from "./identifiers.ts";
import type { User } from "./objects.ts";
import type { Stamp } from "./stamps.ts";

/** What can be set of a user. What is absent stays as it is; null empties it. */
export interface UserFields {
  email?: string | undefined;
  email_verified?: boolean | undefined;
  password?: string | null | undefined;
  first_name?: string | null | undefined;
  last_name?: string | null | undefined;
  name?: string | null | undefined;
  profile_picture_url?: string | null | undefined;
  locale?: string | null | undefined;
  external_id?: string | null | undefined;
  /** Merged into what is there; null removes a key. */
  metadata?: Record<string, string | null> | undefined;
}

/** The users of the environment. */
export interface Users {
  /** Oldest first. */
  all(): User[];
  byId(id: string): User | undefined;
  /** Upper and lower case are the same in e-mail addresses. */
  byEmail(email: string): User | undefined;
  byExternalId(externalId: string): User | undefined;
  create(fields: UserFields & { email: string; id?: string | undefined }): User;
  /** @returns undefined: there is no such user */
  update(id: string, fields: UserFields): User | undefined;
  /** Notes that the user has signed in. Neither `updated_at` nor anybody who listens hears of it, as in production. */
  signedIn(id: string): User | undefined;
  /** Whether this is the user's password; false where the user has none. */
  passwordMatches(id: string, password: string): boolean;
  /** The password of a test account; null: none is set. */
  password(id: string): string | null;
  remove(id: string): User | undefined;
}

export function createUsers(identifiers: Identifiers, stamp: Stamp, tell: Tell): Users & { clear(): void } {
  const users: Collection<User> = createCollection();
  /** Test accounts: their passwords are shown to whoever runs the emulator, so they are kept as they are. */
  const passwords = new Map<string, string>();
  const sameEmail = (email: string) => {
    const wanted = email.toLowerCase();
    return (user: User): boolean => user.email.toLowerCase() === wanted;
  };

  function keepPassword(id: string, password: string | null | undefined): void {
    if (password === null) passwords.delete(id);
    else if (password !== undefined) passwords.set(id, password);
  }

  return {
    all: users.all,
    byId: users.byId,
    byEmail: (email) => users.find(sameEmail(email)),
    byExternalId: (externalId) => users.find((user) => user.external_id === externalId),
    create(fields) {
      const now = stamp();
      const user = users.put(
        changed(
          {
            object: "user",
            id: fields.id ?? identifiers.next("user", fields.email.toLowerCase()),
            email: fields.email,
            email_verified: false,
            first_name: null,
            last_name: null,
            name: null,
            profile_picture_url: null,
            last_sign_in_at: null,
            locale: null,
            external_id: null,
            metadata: {},
            created_at: now,
            updated_at: now,
          },
          fields,
        ),
      );
      keepPassword(user.id, fields.password);
      tell({ event: "user.created", data: user });
      return user;
    },
    update(id, fields) {
      const user = users.byId(id);
      if (user === undefined) return undefined;
      const updated = users.put({ ...changed(user, fields), updated_at: stamp() });
      keepPassword(id, fields.password);
      tell({ event: "user.updated", data: updated });
      return updated;
    },
    signedIn(id) {
      const user = users.byId(id);
      if (user === undefined) return undefined;
      return users.put({ ...user, last_sign_in_at: stamp() });
    },
    passwordMatches: (id, password) => passwords.get(id) === password,
    password: (id) => passwords.get(id) ?? null,
    remove(id) {
      const user = users.byId(id);
      if (user === undefined) return undefined;
      users.remove(id);
      passwords.delete(id);
      tell({ event: "user.deleted", data: user });
      return user;
    },
    clear() {
      users.clear();
      passwords.clear();
    },
  };
}

function changed(user: User, { password: _password, metadata, ...fields }: UserFields): User {
  const result: User = {
    ...user,
    ...withoutUndefined(fields),
    metadata: mergeMetadata(user.metadata, metadata),
  };
  // The full name follows its parts, unless somebody names it.
  const namesChange = fields.first_name !== undefined || fields.last_name !== undefined;
  if (fields.name === undefined && namesChange) result.name = fullName(result);
  return result;
}

function fullName({ first_name, last_name }: User): string | null {
  const name = [first_name, last_name].filter((part) => part !== null && part !== "").join(" ");
  return name === "" ? null : name;
}

/** Merges metadata as WorkOS does: keys that are not named stay, null removes one. */
export function mergeMetadata(
  metadata: Record<string, string>,
  changes: Record<string, string | null> | undefined,
): Record<string, string> {
  const merged = { ...metadata, ...changes };
  return Object.fromEntries(
    Object.entries(merged).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
  );
}

/** The same object without the keys whose value is undefined. */
export function withoutUndefined<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]: Exclude<Fields[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]: Exclude<Fields[Key], undefined>;
  };
}
