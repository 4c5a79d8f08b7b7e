import { useAuth } from "@workos-inc/authkit-react";
import { type ComponentProps, type MouseEvent, type ReactNode, useState } from "react";
import { rememberReturnPath } from "./return-path.ts";

/** A button's own properties, and where to go. */
export interface SignInButtonProps extends ComponentProps<"button"> {
  /** Opens the sign-up page instead. */
  signUp?: boolean;
  /** Where to come back to, a path of this app; where the visitor is now, if absent. */
  returnTo?: string;
  /** What else AuthKit is told: `loginHint`, `organizationId` … */
  options?: Omit<NonNullable<Parameters<ReturnType<typeof useAuth>["signIn"]>[0]>, "state">;
}

/**
 * Signs in. Disabled until AuthKit is ready: before that authkit-react's `signIn()` does nothing and says nothing
 * (`NOOP_CLIENT` in its provider.tsx).
 */
export function SignInButton({
  signUp,
  returnTo,
  options,
  onClick,
  children,
  ...rest
}: SignInButtonProps): ReactNode {
  const auth = useAuth();
  const [leaving, setLeaving] = useState(false);
  async function leave(event: MouseEvent<HTMLButtonElement>): Promise<void> {
    onClick?.(event);
    if (event.defaultPrevented) return;
    rememberReturnPath(returnTo);
    setLeaving(true);
    try {
      await (signUp ? auth.signUp(options) : auth.signIn(options));
    } finally {
      // Coming back by the back button finds the page as it was left.
      setLeaving(false);
    }
  }
  return (
    <button
      type="button"
      {...rest}
      disabled={auth.isLoading || leaving || rest.disabled}
      aria-busy={auth.isLoading || leaving}
      onClick={(event) => void leave(event)}
    >
      {children ?? (signUp ? "Sign up" : "Sign in")}
    </button>
  );
}
