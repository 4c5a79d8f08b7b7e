import Link from "next/link";

export const metadata = { title: "Admin" };

export default function AdminPage() {
  return (
    <>
      <h1>Admin</h1>
      <p>
        <Link href="/admin/auth-debug">How sign-in stands for you</Link>
      </p>
    </>
  );
}
