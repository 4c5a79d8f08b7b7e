import type { Emulator } from "@convex-authkit/emulator";
import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import type { Person } from "./accounts.ts";

const ADD_NOTE = makeFunctionReference<"mutation", { text: string }, null>("notes:add");

/**
 * Another device of the same person, with a session of its own. What it writes reaches the pages that are open, as long as Convex still
 * knows them: it looks at an identity's expiry when it is about to use it.
 *
 * @returns writes a note
 */
export function anotherDevice({ authkit, convexUrl, mint }: Emulator, person: Person): () => Promise<void> {
  const sub = authkit?.accounts().find(({ email }) => email === person.email)?.id;
  return async () => {
    const client = new ConvexHttpClient(convexUrl ?? "");
    client.setAuth(await mint({ sub }));
    await client.mutation(ADD_NOTE, { text: "from another device" });
  };
}
