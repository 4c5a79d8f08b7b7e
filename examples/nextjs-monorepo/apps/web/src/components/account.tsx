"use client";

import { api } from "@notes-example/backend/convex/_generated/api";
import { useAuth } from "@workos-inc/authkit-nextjs/components";
import { Authenticated, AuthLoading, useQuery } from "convex/react";
import { type FormEvent, useState } from "react";

export function Account() {
  return (
    <>
      <AuthLoading>
        <p className="quiet">Looking for you…</p>
      </AuthLoading>
      <Authenticated>
        <Details />
      </Authenticated>
    </>
  );
}

function Details() {
  const me = useQuery(api.profile.me);
  const { user, switchToOrganization } = useAuth();
  const [organizationId, setOrganizationId] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setProblem(null);
    const result = await switchToOrganization(organizationId).catch((error: unknown) => ({
      error: String(error),
    }));
    if ("error" in result) setProblem(result.error);
  }

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
    </>
  );
}
