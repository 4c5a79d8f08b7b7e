import { Notes } from "../notes.tsx";

export default function Page() {
  return <Notes />;
}
