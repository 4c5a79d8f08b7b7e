import { AuthDebug, workosAuthConfig } from "convex-authkit/debug";
import { AuthDebugGate } from "convex-authkit/nextjs/server";

export default function DebugPage() {
  return (
    <AuthDebugGate allow={({ role }) => role === "admin"}>
      <AuthDebug allow="gated" config={workosAuthConfig(process.env["WORKOS_CLIENT_ID"]!)} />
    </AuthDebugGate>
  );
}
