import { useAuth } from "@workos-inc/authkit-react";
import { Authenticated, AuthLoading, Unauthenticated, useQuery } from "convex/react";
import { api } from "../convex/_generated/api";

export function Home() {
  return (
    <main>
      <h1>Notes</h1>
      <AuthLoading>Loading…</AuthLoading>
      <Unauthenticated>
        <SignInButton />
      </Unauthenticated>
      <Authenticated>
        <NoteList />
        <SignOutButton />
      </Authenticated>
    </main>
  );
}

function SignInButton() {
  const { isLoading, signIn } = useAuth();
  return (
    <button disabled={isLoading} onClick={() => void signIn({ state: { returnTo: window.location.pathname } })}>
      Sign in
    </button>
  );
}

function SignOutButton() {
  const { signOut } = useAuth();
  return <button onClick={() => signOut({ returnTo: window.location.origin })}>Sign out</button>;
}

function NoteList() {
  const notes = useQuery(api.notes.list);
  return <ul>{notes?.map((note) => <li key={note._id}>{note.text}</li>)}</ul>;
}
