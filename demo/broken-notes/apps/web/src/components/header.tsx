"use client";

import { Authenticated, Unauthenticated } from "convex/react";
import Link from "next/link";

export function Header() {
  return (
    <header>
      <Link href="/">Notes</Link>
      <Unauthenticated>
        <a href="/sign-in">Sign in</a>
        <a href="/sign-up">Sign up</a>
      </Unauthenticated>
      <Authenticated>
        <Link href="/notes">My notes</Link>
        <Link href="/sign-out">Sign out</Link>
      </Authenticated>
    </header>
  );
}
