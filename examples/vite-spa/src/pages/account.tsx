import { useAuth } from "@workos-inc/authkit-react";
import { Authenticated, AuthLoading, Unauthenticated, useQuery } from "convex/react";
import { type FormEvent, useState } from "react";
import { api } from "../../convex/_generated/api";

export function AccountPage() {
  return (
    <>
      <h1>Account</h1>
      <AuthLoading>
        <p className="quiet">Looking for you…</p>
      </AuthLoading>
      <Unauthenticated>
        <p>Nobody is signed in.</p>
      </Unauthenticated>
      <Authenticated>
        <Account />
      </Authenticated>
    </>
  );
}

function Account() {
  const me = useQuery(api.profile.me);
  const { user } = useAuth();
  return (
    <>
      <dl>
        <dt>E-mail address</dt>
        <dd>{user?.email}</dd>
        <dt>Known to Convex as</dt>
        <dd>
          <code>{me?.subject ?? "…"}</code>
        </dd>
        <dt>Organization</dt>
        <dd>{me?.organizationId ? <code>{me.organizationId}</code> : "none"}</dd>
        <dt>Role</dt>
        <dd>{me?.role ?? "none"}</dd>
      </dl>
      <SwitchOrganization />
    </>
  );
}

function SwitchOrganization() {
  const { switchToOrganization } = useAuth();
  const [organizationId, setOrganizationId] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setProblem(null);
    try {
      await switchToOrganization({ organizationId });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <section aria-labelledby="switch">
      <h2 id="switch">Switch organization</h2>
      <form className="row" onSubmit={(event) => void submit(event)}>
        <label className="hidden" htmlFor="organization">
          Organization id
        </label>
        <input
          id="organization"
          placeholder="org_…"
          value={organizationId}
          onChange={(event) => setOrganizationId(event.target.value)}
          autoComplete="off"
        />
        <button type="submit">Switch</button>
      </form>
      {problem !== null && <p role="alert">{problem}</p>}
    </section>
  );
}
