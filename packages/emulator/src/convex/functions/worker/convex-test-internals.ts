/* oxlint-disable no-underscore-dangle -- these are the names of convex-test */
import { AsyncLocalStorage } from "node:async_hooks";
import type { TestConvex } from "convex-test";
import type { GenericSchema, SchemaDefinition } from "convex/server";
import type { FunctionKind } from "../function-runner.ts";
import type { Changes, Data, Document } from "./messages.ts";

/**
 * What this folder knows of the inside of convex-test, which is bundled at a fixed version: its tables cannot be read, written
 * or kept over a reload through what it exports.
 */
interface Database {
  _documents: Record<string, Document>;
  _nextDocId: number;
  _lastCreationTime: number;
  _writes: Record<string, Document | null>[];
  /** What each query found, by a running number; convex-test keeps it for ever. */
  _queryResults: Record<number, unknown>;
  get(table: string, id: string): Document | null;
  patch(table: string, id: string, value: Document): void;
}

interface Globals {
  components: Record<string, { db: Database }>;
  transactionManager: { commit(isNested: boolean): unknown };
}

type ByPath = (path: { componentPath: string; udfPath: string }, args: Document) => Promise<unknown>;

/** What `convexTest()` gives beside what its types say. */
interface Accessor {
  queryFromPath: ByPath;
  mutationFromPath: ByPath;
  actionFromPath: ByPath;
  runInComponent<Result>(component: string, run: () => Promise<Result>): Promise<Result>;
}

/** One instance of convex-test, with its tables within reach. */
export interface Backend {
  test: TestConvex<SchemaDefinition<GenericSchema, boolean>>;
  /** Puts other tables in the place of those that are there; components that are unknown are left out. */
  replaceData(data: Data): void;
  /** The tables of a component as they are. */
  database(component: string): Database;
  /** To be called when the outermost query or mutation has ended. */
  forgetQueryResults(): void;
  /** Runs a function of the app or of a component. @param path `notes:list` */
  call(kind: FunctionKind, component: string, path: string, args: Document): Promise<unknown>;
  /** Runs something in a transaction of a component. */
  inTransaction<Result>(component: string, run: (database: Database) => Result): Promise<Result>;
}

/** @param onCommit is told what each outermost commit has changed */
export function openBackend(
  test: TestConvex<SchemaDefinition<GenericSchema, boolean>>,
  onCommit: (changes: Changes) => void,
): Backend {
  const globals = captureGlobals(test);
  reportCommits(globals, onCommit);
  const database = (component: string): Database => {
    const known = globals.components[component];
    if (known === undefined) throw new Error(`There is no component "${component}".`);
    return known.db;
  };
  const inner = test as unknown as Accessor;
  return {
    test,
    replaceData(data) {
      for (const [path, { db }] of Object.entries(globals.components)) {
        const kept = data[path];
        db._documents = { ...kept?.documents };
        db._nextDocId = kept?.nextDocumentNumber ?? db._nextDocId;
        db._lastCreationTime = kept?.lastCreationTime ?? db._lastCreationTime;
      }
    },
    database,
    forgetQueryResults() {
      for (const { db } of Object.values(globals.components)) db._queryResults = {};
    },
    async call(kind, componentPath, udfPath, args) {
      const path = { componentPath, udfPath };
      if (kind === "query") return await inner.queryFromPath(path, args);
      return kind === "mutation"
        ? await inner.mutationFromPath(path, args)
        : await inner.actionFromPath(path, args);
    },
    async inTransaction(component, run) {
      let result: { value: ReturnType<typeof run> } | undefined;
      await inner.runInComponent(component, async () => {
        result = { value: run(database(component)) };
        return null;
      });
      if (result === undefined) throw new Error("The transaction did not run.");
      return result.value;
    },
  };
}

/** convex-test keeps its state in an AsyncLocalStorage that it enters with every call. */
function captureGlobals(test: TestConvex<SchemaDefinition<GenericSchema, boolean>>): Globals {
  const prototype = AsyncLocalStorage.prototype as { run: (store: unknown, ...rest: unknown[]) => unknown };
  const { run } = prototype;
  let captured: Globals | undefined;
  prototype.run = function watch(store, ...rest) {
    if (isGlobals(store)) captured ??= store;
    return run.call(this, store, ...rest);
  };
  try {
    void test.query(async () => null);
  } finally {
    prototype.run = run;
  }
  if (captured === undefined)
    throw new Error("This version of convex-test is built otherwise than expected.");
  return captured;
}

function isGlobals(store: unknown): store is Globals {
  return (
    typeof store === "object" && store !== null && "components" in store && "transactionManager" in store
  );
}

function reportCommits(
  { components, transactionManager }: Globals,
  onCommit: (changes: Changes) => void,
): void {
  const commit = transactionManager.commit.bind(transactionManager);
  transactionManager.commit = (isNested) => {
    if (isNested) return commit(isNested);
    const written = Object.entries(components).map(
      ([path, { db }]) => [path, db, Object.keys(db._writes.at(-1) ?? {})] as const,
    );
    const result = commit(isNested);
    const changes: Changes = {};
    for (const [path, db, ids] of written)
      if (ids.length > 0)
        changes[path] = {
          documents: Object.fromEntries(ids.map((id) => [id, db._documents[id] ?? null])),
          nextDocumentNumber: db._nextDocId,
          lastCreationTime: db._lastCreationTime,
        };
    if (Object.keys(changes).length > 0) onCommit(changes);
    return result;
  };
}
