import Link from "next/link";

export default function HomePage() {
  return (
    <main>
      <h1>Notes</h1>
      <Link href="/notes">Open my notes</Link>
    </main>
  );
}
