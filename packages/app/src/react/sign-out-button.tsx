import { useAuth } from "@workos-inc/authkit-react";
import type { ComponentProps, MouseEvent, ReactNode } from "react";

/** A button's own properties, and where to go. */
export interface SignOutButtonProps extends ComponentProps<"button"> {
  /** Where WorkOS sends the visitor afterwards: an absolute URL that is registered there as a sign-out redirect. */
  returnTo?: string;
}

/** Signs out, at WorkOS and here. A button, so that nothing can prefetch it. */
export function SignOutButton({ returnTo, onClick, children, ...rest }: SignOutButtonProps): ReactNode {
  const { isLoading, user, signOut } = useAuth();
  function leave(event: MouseEvent<HTMLButtonElement>): void {
    onClick?.(event);
    if (event.defaultPrevented) return;
    try {
      signOut(returnTo === undefined ? {} : { returnTo });
    } catch {
      // authkit-js throws where the session is over already; then there is nothing to end but what the page shows.
      location.reload();
    }
  }
  return (
    <button type="button" {...rest} disabled={isLoading || user === null || rest.disabled} onClick={leave}>
      {children ?? "Sign out"}
    </button>
  );
}
