import type { Caller, FunctionResult, FunctionRunner } from "./functions/function-runner.ts";

/** A function of the deployment under test; what it throws becomes its error. */
type TestFunction = (args: Record<string, unknown>, caller: Caller) => unknown;

/** Functions over a list in memory, in the place of an app's `convex/` folder. */
export interface TestFunctions extends FunctionRunner {
  /** What was written. */
  notes: string[];
  /** How often each function ran. */
  runs: Map<string, number>;
  /** Replaces the auth config, as a push does. */
  push(authConfig: unknown): void;
  /** Lets functions wait before they run, until `release`. */
  hold(): void;
  release(): void;
  /** Is told when the next function is called. */
  onRun(called: () => void): void;
}

/** Thrown with data, as `ConvexError` is. */
class WithData extends Error {
  readonly data: unknown;
  constructor(data: unknown) {
    super(JSON.stringify(data));
    this.data = data;
  }
}

/** @param authConfig the default export of `auth.config.ts`; null: none deployed */
export function createTestFunctions(authConfig: unknown): TestFunctions {
  const notes: string[] = [];
  const runs = new Map<string, number>();
  const changes = new Set<() => void>();
  const configChanges = new Set<() => void>();
  let deployed = authConfig;
  let held: Promise<void> | undefined;
  let release = (): void => {};
  let called = (): void => {};
  const changed = (): void => {
    for (const listener of changes) listener();
  };

  const queries: Record<string, TestFunction> = {
    "notes:list": () => [...notes],
    "notes:count": () => notes.length,
    "auth:whoami": (_args, caller) => identityOf(caller),
    "auth:required": (_args, caller) => {
      if (identityOf(caller) === null) throw new Error("Not signed in");
      return "in";
    },
    "auth:forbidden": () => {
      throw new WithData({ reason: "not yours" });
    },
    "values:integer": () => ({ $integer: "KgAAAAAAAAA=" }),
  };
  const mutations: Record<string, TestFunction> = {
    "notes:add": ({ text }, caller) => {
      notes.push(String(text));
      changed();
      return identityOf(caller)?.subject ?? null;
    },
    "notes:refuse": () => {
      throw new Error("No room left");
    },
  };
  const actions: Record<string, TestFunction> = {
    "notes:shout": ({ text }) => String(text).toUpperCase(),
    "notes:break": () => {
      throw new Error("Broken");
    },
  };
  const tables = { query: queries, mutation: mutations, action: actions };

  return {
    notes,
    runs,
    push(config) {
      deployed = config;
      for (const listener of configChanges) listener();
    },
    hold() {
      held = new Promise((resolve) => {
        release = resolve;
      });
    },
    release: () => release(),
    onRun(listener) {
      called = listener;
    },
    async run(kind, path, args, caller) {
      called();
      await held;
      runs.set(path, (runs.get(path) ?? 0) + 1);
      const found = kind === "any" ? (queries[path] ?? mutations[path] ?? actions[path]) : tables[kind][path];
      return outcome(path, found, args as Record<string, unknown>, caller);
    },
    async httpAction(_request, caller) {
      if ("refused" in caller) return Response.json({ thrown: caller.refused }, { status: 500 });
      return Response.json({ identity: caller.identity });
    },
    authConfig: async () => deployed,
    onChange(listener) {
      changes.add(listener);
      return () => void changes.delete(listener);
    },
    onAuthConfigChange(listener) {
      configChanges.add(listener);
      return () => void configChanges.delete(listener);
    },
    deployment: () => ({ functions: [], authConfig: deployed, problem: null, notEmulated: [] }),
    setVariable: async () => {},
    async reset() {
      notes.length = 0;
      changed();
    },
    close: async () => {},
  };
}

function identityOf(caller: Caller) {
  if ("refused" in caller) throw new Error(caller.refused.message);
  return caller.identity;
}

function outcome(
  path: string,
  found: TestFunction | undefined,
  args: Record<string, unknown>,
  caller: Caller,
): FunctionResult {
  const logLines = [`[LOG] ${path}`];
  if (found === undefined)
    return {
      success: false,
      errorMessage: `Could not find public function for '${path}'. Did you forget to run \`npx convex dev\` or \`npx convex deploy\`?`,
      logLines,
    };
  try {
    return { success: true, value: found(args, caller), logLines, journal: null };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof WithData)
      return {
        success: false,
        errorMessage: `Uncaught ConvexError: ${message}`,
        errorData: error.data,
        logLines,
      };
    return { success: false, errorMessage: `Uncaught Error: ${message}`, logLines };
  }
}
