import { api } from "@notes-example/backend/convex/_generated/api";
import { preloadQuery } from "convex/nextjs";
import { getConvexToken } from "convex-authkit/nextjs/server";
import { Notes } from "@/components/notes";

export const metadata = { title: "Your notes" };

export default async function NotesPage() {
  const token = await getConvexToken();
  // The notes come with the page, and the browser goes on from there. Where Convex cannot be asked now, the browser begins itself.
  const preloaded = await preloadQuery(api.notes.list, {}, { token }).catch(() => null);
  return (
    <>
      <h1>Your notes</h1>
      <Notes preloaded={preloaded} />
    </>
  );
}
