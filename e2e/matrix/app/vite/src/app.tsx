import { useAuth } from "@workos-inc/authkit-react";
import { Authenticated, AuthLoading, Unauthenticated } from "convex/react";
import { AuthDebug, workosAuthConfig } from "convex-authkit/debug";
import { AuthCallback, SignInButton, SignOutButton } from "convex-authkit/react";
import { Notes } from "./notes";

export function App() {
  return (
    <>
      <header>
        <nav>
          <AuthLoading>Loading…</AuthLoading>
          <Unauthenticated>
            <SignInButton />
          </Unauthenticated>
          <Authenticated>
            <SignOutButton returnTo={window.location.origin} />
          </Authenticated>
        </nav>
      </header>
      <main>
        <Page path={window.location.pathname} />
      </main>
    </>
  );
}

function Page({ path }: { path: string }) {
  const { role } = useAuth();
  if (path === "/callback") return <AuthCallback />;
  if (path === "/debug")
    return (
      <AuthDebug
        allow={() => role === "admin"}
        config={workosAuthConfig(import.meta.env["VITE_WORKOS_CLIENT_ID"])}
      />
    );
  return (
    <Authenticated>
      <Notes />
    </Authenticated>
  );
}
