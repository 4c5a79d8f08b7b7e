import { useAuth } from "@workos-inc/authkit-react";
import { useEffect } from "react";
import { useNavigate } from "react-router";

export function Callback() {
  const { isLoading, user, signIn } = useAuth();
  const navigate = useNavigate();

  useEffect(() => {
    if (isLoading) return;
    if (user) navigate("/", { replace: true });
  }, [isLoading, user, navigate]);

  if (isLoading || user) return <p>Finishing sign-in…</p>;
  return <button onClick={() => void signIn()}>Sign-in did not finish. Try again</button>;
}
