import { debugIdentity, getIdentity } from "convex-authkit/convex";
import { query } from "./_generated/server";

/** Who the caller is to Convex; null where nobody is signed in. */
export const me = query({
  args: {},
  handler: async (ctx) => {
    const identity = await getIdentity(ctx);
    if (identity === null) return null;
    const { subject, email, name, org_id, role, permissions } = identity;
    return { subject, email, name, organizationId: org_id, role, permissions };
  },
});

/** Every claim functions see, for the debug page. */
export const debug = query(debugIdentity({ role: "admin" }));
