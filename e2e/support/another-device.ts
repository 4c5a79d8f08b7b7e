import type { Emulator } from "@convex-authkit/emulator";
import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";

const ADD_NOTE = makeFunctionReference<"mutation", { text: string }, null>("notes:add");

/**
 * Writes a note, as another device of the same person would. It reaches the pages that are open, as long as Convex still knows them:
 * Convex looks at an identity's expiry when it is about to use it.
 *
 * @param userId `user_…`
 */
export async function writeElsewhere({ convexUrl, mint }: Emulator, userId: string): Promise<void> {
  const client = new ConvexHttpClient(convexUrl ?? "");
  client.setAuth(await mint({ sub: userId }));
  await client.mutation(ADD_NOTE, { text: "from another device" });
}
