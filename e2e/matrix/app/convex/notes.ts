import { v } from "convex/values";
import { getIdentity, requireRole, requireUser } from "convex-authkit/convex";
import { mutation, query } from "./_generated/server";

/** The caller's notes, oldest first. */
export const list = query({
  args: {},
  handler: async (ctx) => {
    const { tokenIdentifier } = await requireUser(ctx);
    return await ctx.db
      .query("notes")
      .withIndex("by_author", (index) => index.eq("author", tokenIdentifier))
      .collect();
  },
});

export const add = mutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    const { tokenIdentifier } = await requireUser(ctx);
    await ctx.db.insert("notes", { author: tokenIdentifier, text });
  },
});

/** Who the caller is to Convex, and whether as an administrator. */
export const me = query({
  args: {},
  handler: async (ctx) => {
    const identity = await getIdentity(ctx);
    return identity === null ? null : { subject: identity.subject, role: identity.role ?? "none" };
  },
});

/** For administrators: how many notes there are. */
export const count = query({
  args: {},
  handler: async (ctx) => {
    await requireRole(ctx, "admin");
    return (await ctx.db.query("notes").collect()).length;
  },
});
