"use client";

import { api } from "@notes-example/backend/convex/_generated/api";
import { Authenticated, type Preloaded, useMutation, usePreloadedQuery, useQuery } from "convex/react";
import { type FormEvent, useState } from "react";

type Preload = Preloaded<typeof api.notes.list>;
type Note = NonNullable<ReturnType<typeof useQuery<typeof api.notes.list>>>[number];

export function Notes({ preloaded }: { preloaded: Preload | null }) {
  return (
    <Authenticated>
      {preloaded === null ? <LiveNotes /> : <PreloadedNotes preloaded={preloaded} />}
    </Authenticated>
  );
}

function PreloadedNotes({ preloaded }: { preloaded: Preload }) {
  return <NoteList notes={usePreloadedQuery(preloaded)} />;
}

function LiveNotes() {
  return <NoteList notes={useQuery(api.notes.list)} />;
}

function NoteList({ notes }: { notes: Note[] | undefined }) {
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
