import { withAuth } from "@workos-inc/authkit-nextjs";
import type { ReactNode } from "react";

/** Decided by WorkOS's role, not by Convex: this area must open when Convex refuses the token. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { role } = await withAuth();
  if (role !== "admin")
    return (
      <>
        <h1>Administrators only</h1>
        <p>Your account has no role “admin” in the organization you are signed in to.</p>
      </>
    );
  return children;
}
