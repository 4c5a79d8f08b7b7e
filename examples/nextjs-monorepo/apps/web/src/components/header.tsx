"use client";

import { Authenticated, AuthLoading, Unauthenticated } from "convex/react";
import { SignInButton, SignOutButton } from "convex-authkit/nextjs";
import Link from "next/link";

export function Header() {
  return (
    <header>
      <Link href="/" className="brand">
        <img src="/icon.svg" alt="" width="24" height="24" />
        Notes
      </Link>
      <nav aria-label="Account">
        <AuthLoading>
          <span className="quiet" role="status">
            Loading…
          </span>
        </AuthLoading>
        <Unauthenticated>
          <SignInButton className="plain" />
          <SignInButton signUp />
        </Unauthenticated>
        <Authenticated>
          <Link href="/notes">Notes</Link>
          <Link href="/account">Account</Link>
          <Link href="/admin">Admin</Link>
          <SignOutButton className="plain" />
        </Authenticated>
      </nav>
    </header>
  );
}
