import { useAuth } from "@workos-inc/authkit-react";
import { AuthDebug, workosAuthConfig } from "convex-authkit/debug";
import { SignInButton } from "convex-authkit/react";

export function DebugPage() {
  const { role } = useAuth();
  return (
    <>
      <h1>How sign-in stands</h1>
      <AuthDebug
        allow={() => role === "admin"}
        signIn={<SignInButton />}
        config={workosAuthConfig(import.meta.env.VITE_WORKOS_CLIENT_ID)}
      />
    </>
  );
}
