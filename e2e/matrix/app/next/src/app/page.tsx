import Link from "next/link";

export default function HomePage() {
  return (
    <>
      <h1>Open to everybody</h1>
      <Link href="/notes" prefetch={false}>
        Notes
      </Link>
    </>
  );
}
