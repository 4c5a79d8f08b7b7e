import { Authenticated, AuthLoading, Unauthenticated } from "convex/react";
import { SignInButton, SignOutButton } from "convex-authkit/react";
import { Link } from "react-router";

export function Header() {
  return (
    <header>
      <Link to="/" className="brand">
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
          <Link to="/account">Account</Link>
          <SignOutButton className="plain" returnTo={window.location.origin} />
        </Authenticated>
      </nav>
    </header>
  );
}
