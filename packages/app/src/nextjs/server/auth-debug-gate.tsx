import { withAuth } from "@workos-inc/authkit-nextjs";
import { notFound } from "next/navigation";
import type { ReactElement, ReactNode } from "react";

/** What the gate takes. */
export interface AuthDebugGateProps {
  /** Who may pass, by AuthKit's user and the session's role and permissions. Never asks Convex. */
  allow: (user: GateUser) => boolean;
  /**
   * What a visitor who is signed out gets, such as `<AuthDebug allow="gated" signIn={<SignInButton />} />`, which then shows how far
   * the chain holds without a user. Absent: the page that does not exist.
   */
  signedOut?: ReactNode;
  children: ReactNode;
}

/** The signed-in user, as the session cookie holds it. */
export interface GateUser {
  id: string;
  email: string;
  emailVerified: boolean;
  organizationId: string | undefined;
  role: string | undefined;
  permissions: readonly string[];
}

/**
 * Lets only some people see what it holds; other accounts get the page that does not exist. Decided on the server, by WorkOS's
 * session, so that it works when Convex refuses the token.
 *
 * @example
 * ```tsx
 * <AuthDebugGate allow={({ role }) => role === "admin"}>
 *   <AuthDebug allow="gated" config={authConfig} />
 * </AuthDebugGate>
 * ```
 */
export async function AuthDebugGate({
  allow,
  signedOut,
  children,
}: AuthDebugGateProps): Promise<ReactElement> {
  const { user, organizationId, role, permissions = [] } = { permissions: [], ...(await withAuth()) };
  if (user === null) {
    if (signedOut === undefined) notFound();
    return <>{signedOut}</>;
  }
  const { id, email, emailVerified } = user;
  if (!allow({ id, email, emailVerified, organizationId, role, permissions })) notFound();
  // An element, since React 18's types take no promise of any node for a component.
  return <>{children}</>;
}
