import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const list = query({
  args: {},
  handler: async (ctx) => {
    const identity = await ctx.auth.getUserIdentity();
    if (identity === null) throw new Error("Sign in to see your notes.");
    return await ctx.db
      .query("notes")
      .withIndex("by_author", (q) => q.eq("author", identity.tokenIdentifier))
      .collect();
  },
});

export const add = mutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    const identity = await ctx.auth.getUserIdentity();
    if (identity === null) throw new Error("Sign in to add a note.");
    await ctx.db.insert("notes", { author: identity.tokenIdentifier, text });
  },
});
