"use client";

import { useAuth } from "@workos-inc/authkit-nextjs/components";
import { usePathname } from "next/navigation";
import { type ComponentProps, type FormEvent, type ReactNode, useRef } from "react";

/** A button's own properties, and where to go. */
export interface SignInButtonProps extends ComponentProps<"button"> {
  /** Opens the sign-up page instead. */
  signUp?: boolean;
  /** The route of `signInRoute()`; `/sign-in`, or `/sign-up`, where absent. */
  action?: string;
  /** Where to come back to, a path of this app; where the visitor is now, if absent. */
  returnTo?: string;
}

/** Signs in. A form, so that no prefetch opens it; works before the page's scripts do. */
export function SignInButton({ signUp, action, returnTo, children, ...rest }: SignInButtonProps): ReactNode {
  const { loading } = useAuth();
  const path = usePathname();
  const input = useRef<HTMLInputElement>(null);

  // The server knows the path only, and a page rendered ahead of time knows no query.
  function addQuery(): void {
    if (returnTo === undefined && input.current !== null) input.current.value = path + location.search;
  }

  return (
    <form action={action ?? (signUp ? "/sign-up" : "/sign-in")} method="get" onSubmit={addQuery}>
      <input ref={input} type="hidden" name="returnTo" value={returnTo ?? path} readOnly />
      <button type="submit" {...rest} aria-busy={loading}>
        {children ?? (signUp ? "Sign up" : "Sign in")}
      </button>
    </form>
  );
}

/** A button's own properties, and where to go. */
export interface SignOutButtonProps extends ComponentProps<"button"> {
  /** The route of `signOutRoute()`; `/sign-out` where absent. */
  action?: string;
  /** Is told before the form is sent. */
  onSignOut?: (event: FormEvent<HTMLFormElement>) => void;
}

/** Signs out by a POST, which nothing prefetches. */
export function SignOutButton({
  action = "/sign-out",
  onSignOut,
  children,
  ...rest
}: SignOutButtonProps): ReactNode {
  return (
    <form action={action} method="post" onSubmit={onSignOut}>
      <button type="submit" {...rest}>
        {children ?? "Sign out"}
      </button>
    </form>
  );
}
