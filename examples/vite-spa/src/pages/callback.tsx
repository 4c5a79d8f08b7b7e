import { AuthCallback } from "convex-authkit/react";
import { useNavigate } from "react-router";

export function CallbackPage() {
  const navigate = useNavigate();
  return (
    <AuthCallback
      navigate={(path) => void navigate(path, { replace: true })}
      failed={({ reason, tryAgain }) => (
        <div role="alert">
          <h1>You are not signed in</h1>
          <p>{reason}</p>
          <button type="button" onClick={tryAgain}>
            Try again
          </button>
        </div>
      )}
    >
      <h1>Signing you in…</h1>
    </AuthCallback>
  );
}
