import { useMutation, useQuery } from "convex/react";
import { useConvexAuthKit } from "convex-authkit/react";
import { useState } from "react";
import { api } from "../convex/_generated/api";

export function Notes() {
  const notes = useQuery(api.notes.list);
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
        {notes?.map(({ _id, text: note }) => (
          <li key={_id}>{note}</li>
        ))}
      </ul>
    </>
  );
}
