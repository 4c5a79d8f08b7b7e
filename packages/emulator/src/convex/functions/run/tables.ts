import type { Changes, Data } from "../worker/messages.ts";

/** The rows of a deployment. They live here so that they outlast the threads that work on them. */
export interface Tables {
  data: Data;
  /** Takes over what a commit has changed. */
  apply(changes: Changes): void;
  /** Empties them. Ids are not given out twice. */
  clear(): void;
}

export function createTables(): Tables {
  const data: Data = {};
  return {
    data,
    apply(changes) {
      for (const [path, { documents, ...counters }] of Object.entries(changes)) {
        const component = (data[path] ??= { documents: {}, ...counters });
        Object.assign(component, counters);
        for (const [id, document] of Object.entries(documents))
          if (document === null) delete component.documents[id];
          else component.documents[id] = document;
      }
    },
    clear() {
      for (const component of Object.values(data)) component.documents = {};
    },
  };
}
