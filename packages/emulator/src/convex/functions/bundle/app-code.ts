/** One bundled module, ready to be evaluated: CommonJS, with everything it imports inside. */
export interface ModuleCode {
  /** The part of a function's path before the colon, such as `notes` or `folder/notes`. */
  module: string;
  environment: "isolate" | "node";
  code: string;
  /** A source map, JSON. */
  sourceMap: string;
  /** The functions folder of the component, absolute: what packages left out of the bundle are found from. */
  folder: string;
}

/** The code of the app itself (path `""`), or of one component where it is used. */
export interface ComponentCode {
  path: string;
  /** Where its HTTP actions are to be mounted; null: nowhere. */
  httpPrefix: string | null;
  /** Whether variables are handed to it. */
  hasVariables: boolean;
  modules: ModuleCode[];
  schema: ModuleCode | null;
}

/** What a push deploys, apart from the auth config. */
export type AppCode = ComponentCode[];
