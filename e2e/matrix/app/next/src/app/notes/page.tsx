import { fetchQuery, preloadQuery } from "convex/nextjs";
import { getConvexToken } from "convex-authkit/nextjs/server";
import { api } from "../../../convex/_generated/api";
import { Notes } from "../../components/notes";

export default async function NotesPage() {
  const token = await getConvexToken();
  const options = token === undefined ? {} : { token };
  const me = await fetchQuery(api.notes.me, {}, options);
  const preloaded = await preloadQuery(api.notes.list, {}, options);
  return (
    <>
      <p>On the server: {me?.subject ?? "nobody"}</p>
      <Notes preloaded={preloaded} />
    </>
  );
}
