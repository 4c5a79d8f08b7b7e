import Link from "next/link";

export default function HomePage() {
  return (
    <>
      <h1>Notes</h1>
      <p>Write something down. Nobody but you will see it.</p>
      <p>
        <Link href="/notes" prefetch={false}>
          Open your notes
        </Link>
      </p>
    </>
  );
}
