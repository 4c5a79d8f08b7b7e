import { useAuth } from "@workos-inc/authkit-react";
import { AuthDebug, workosAuthConfig } from "convex-authkit/debug";

export function DebugPage() {
  const { role } = useAuth();
  return (
    <>
      <h1>How sign-in stands</h1>
      <AuthDebug
        allow={() => role === "admin"}
        config={workosAuthConfig(import.meta.env.VITE_WORKOS_CLIENT_ID)}
      />
    </>
  );
}
