"use client";

import { Authenticated, AuthLoading, Unauthenticated } from "convex/react";
import { SignInButton, SignOutButton } from "convex-authkit/nextjs";

/** What Convex's verdict lets the page show. */
export function Header() {
  return (
    <header>
      <nav>
        <AuthLoading>Loading…</AuthLoading>
        <Unauthenticated>
          <SignInButton />
        </Unauthenticated>
        <Authenticated>
          <SignOutButton />
        </Authenticated>
      </nav>
    </header>
  );
}
