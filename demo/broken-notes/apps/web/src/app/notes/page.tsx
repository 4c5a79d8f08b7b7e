import { Notes } from "@/components/notes";

export default function NotesPage() {
  return (
    <main>
      <h1>My notes</h1>
      <Notes />
    </main>
  );
}
