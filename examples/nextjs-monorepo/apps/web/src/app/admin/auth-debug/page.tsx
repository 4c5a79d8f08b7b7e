import authConfig from "@notes-example/backend/convex/auth.config";
import { AuthDebug } from "convex-authkit/debug";
import { AuthDebugGate } from "convex-authkit/nextjs/server";

export const metadata = { title: "How sign-in stands" };

export default function AuthDebugPage() {
  return (
    <AuthDebugGate allow={({ role }) => role === "admin"}>
      <h1>How sign-in stands</h1>
      <AuthDebug allow="gated" config={authConfig} />
    </AuthDebugGate>
  );
}
