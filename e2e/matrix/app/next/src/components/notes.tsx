"use client";

import { Authenticated, type Preloaded, useMutation, usePreloadedQuery, useQuery } from "convex/react";
import { useConvexAuthKit } from "convex-authkit/nextjs";
import { useState } from "react";
import { api } from "../../convex/_generated/api";

export function Notes({ preloaded }: { preloaded: Preloaded<typeof api.notes.list> }) {
  return (
    <Authenticated>
      <List preloaded={preloaded} />
    </Authenticated>
  );
}

function List({ preloaded }: { preloaded: Preloaded<typeof api.notes.list> }) {
  const notes = usePreloadedQuery(preloaded);
  const me = useQuery(api.notes.me);
  const add = useMutation(api.notes.add);
  const { acceptance } = useConvexAuthKit();
  const [text, setText] = useState("");
  return (
    <>
      <p>
        In the browser: {me?.subject ?? "nobody"} as {me?.role ?? "none"} ({acceptance.status})
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void add({ text });
          setText("");
        }}
      >
        <label>
          New note <input value={text} onChange={(event) => setText(event.target.value)} />
        </label>
      </form>
      <ul>
        {notes.map(({ _id, text: note }) => (
          <li key={_id}>{note}</li>
        ))}
      </ul>
    </>
  );
}
