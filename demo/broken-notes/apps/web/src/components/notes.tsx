"use client";

import { api } from "@notes/backend/convex/_generated/api";
import { Authenticated, AuthLoading, useMutation, useQuery } from "convex/react";

export function Notes() {
  return (
    <>
      <AuthLoading>Loading…</AuthLoading>
      <Authenticated>
        <NoteList />
      </Authenticated>
    </>
  );
}

function NoteList() {
  const notes = useQuery(api.notes.list);
  const add = useMutation(api.notes.add);
  return (
    <>
      <ul>{notes?.map((note) => <li key={note._id}>{note.text}</li>)}</ul>
      <button onClick={() => void add({ text: "A new note" })}>Add a note</button>
    </>
  );
}
