import { query } from "./_generated/server";

export const me = query({
  args: {},
  handler: async (ctx) => {
    const identity = await ctx.auth.getUserIdentity();
    if (identity === null) return null;
    return { name: identity.name, email: identity.email, picture: identity.pictureUrl };
  },
});
