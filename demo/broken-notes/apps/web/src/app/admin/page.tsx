import { withAuth } from "@workos-inc/authkit-nextjs";
import { redirect } from "next/navigation";

export default async function AdminPage() {
  const { user } = await withAuth();
  if (user === null) redirect("/sign-in");
  return <h1>Admin: {user.email}</h1>;
}
