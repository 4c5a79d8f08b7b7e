/** What reading a seed file had to say. Sentences; none shows a password. */
export interface Remarks {
  /** The seed cannot be used. */
  problem(path: string, what: string): void;
  /** Something was left out or filled in. */
  note(path: string, what: string): void;
  problems: string[];
  notes: string[];
}

export function createRemarks(): Remarks {
  const problems: string[] = [];
  const notes: string[] = [];
  const sentence = (path: string, what: string): string => `${path === "" ? "The seed" : path} ${what}`;
  return {
    problem: (path, what) => void problems.push(sentence(path, what)),
    note: (path, what) => void notes.push(sentence(path, what)),
    problems,
    notes,
  };
}
