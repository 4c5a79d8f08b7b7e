import { Authenticated, AuthLoading, Unauthenticated, useMutation, useQuery } from "convex/react";
import { type FormEvent, useState } from "react";
import { api } from "../../convex/_generated/api";

export function NotesPage() {
  return (
    <>
      <h1>Your notes</h1>
      <AuthLoading>
        <p className="quiet">Looking for you…</p>
      </AuthLoading>
      <Unauthenticated>
        <p>Sign in to write something down. Nobody but you will see it.</p>
      </Unauthenticated>
      <Authenticated>
        <Notes />
      </Authenticated>
    </>
  );
}

function Notes() {
  const notes = useQuery(api.notes.list);
  const add = useMutation(api.notes.add);
  const remove = useMutation(api.notes.remove);
  const [text, setText] = useState("");

  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === "") return;
    void add({ text: text.trim() });
    setText("");
  }

  return (
    <>
      <form className="row" onSubmit={submit}>
        <label className="hidden" htmlFor="note">
          New note
        </label>
        <input
          id="note"
          placeholder="A new note"
          value={text}
          onChange={(event) => setText(event.target.value)}
          autoComplete="off"
        />
        <button type="submit">Add</button>
      </form>
      {notes === undefined && <p className="quiet">Loading…</p>}
      {notes?.length === 0 && <p className="quiet">No notes yet.</p>}
      <ul className="notes">
        {notes?.map(({ _id, text: note }) => (
          <li key={_id}>
            <span>{note}</span>
            <button
              type="button"
              className="plain"
              onClick={() => void remove({ id: _id })}
              aria-label={`Remove “${note}”`}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
