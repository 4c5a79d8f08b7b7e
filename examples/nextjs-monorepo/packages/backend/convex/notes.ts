import { v } from "convex/values";
import { requireUser } from "convex-authkit/convex";
import { mutation, query } from "./_generated/server";

/** The caller's notes, newest first. */
export const list = query({
  args: {},
  handler: async (ctx) => {
    const { tokenIdentifier } = await requireUser(ctx);
    return await ctx.db
      .query("notes")
      .withIndex("by_author", (q) => q.eq("author", tokenIdentifier))
      .order("desc")
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

export const remove = mutation({
  args: { id: v.id("notes") },
  handler: async (ctx, { id }) => {
    const { tokenIdentifier } = await requireUser(ctx);
    const note = await ctx.db.get(id);
    if (note?.author === tokenIdentifier) await ctx.db.delete(id);
  },
});
