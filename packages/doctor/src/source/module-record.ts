interface RecordedName {
  kind: string;
  name: string | null;
}

/** A text of the source and where it stands. */
interface RecordedText {
  value: string;
  start: number;
  end: number;
}

/** One name of an import. */
export interface RecordedEntry {
  /** Without a place where no name is written: `* as a`. */
  importName: RecordedName & { start: number | null; end: number | null };
  localName: RecordedText;
  isType: boolean;
}

/** An import statement. */
export interface RecordedImport {
  start: number;
  end: number;
  moduleRequest: RecordedText;
  /** Empty for `import "a"`. */
  entries: RecordedEntry[];
}

/** The part of the parser's module record that is read here. */
export interface ModuleRecord {
  staticImports: RecordedImport[];
  staticExports: {
    start: number;
    end: number;
    entries: {
      moduleRequest: { value: string } | null;
      importName: RecordedName;
      exportName: RecordedName;
      localName: RecordedName;
      isType: boolean;
    }[];
  }[];
}

/** One name that a module imports; a bare `import "x"` has neither `local` nor `imported`. */
export interface ImportedName {
  specifier: string;
  /** `"default"`, `"*"` for a namespace, or the exported name; null for a bare import. */
  imported: string | null;
  local: string | null;
  typeOnly: boolean;
  /** Offset of the import statement. */
  start: number;
}

/** One name that a module exports, or everything of another module. */
export interface ExportedName {
  /** `"default"`, a name, or `"*"` for `export * from`. */
  exported: string;
  /** The name in this module's scope; null for re-exports and for a default export without a name. */
  local: string | null;
  /** Where a re-export comes from; also set for `import { a } from "x"; export { a }`. */
  from: { specifier: string; imported: string } | null;
  typeOnly: boolean;
  start: number;
}

/** What the parser records about imports, without making the syntax tree. */
export function readImports(record: ModuleRecord): ImportedName[] {
  return record.staticImports.flatMap((statement): ImportedName[] => {
    const specifier = statement.moduleRequest.value;
    const start = statement.start;
    if (statement.entries.length === 0) {
      return [{ specifier, imported: null, local: null, typeOnly: false, start }];
    }
    return statement.entries.map((entry) => ({
      specifier,
      imported: nameOf(entry.importName),
      local: entry.localName.value,
      typeOnly: entry.isType,
      start,
    }));
  });
}

/** What the parser records about exports, without making the syntax tree. */
export function readExports(record: ModuleRecord): ExportedName[] {
  return record.staticExports.flatMap((statement) =>
    statement.entries.map((entry): ExportedName => {
      const imported = nameOf(entry.importName);
      return {
        exported: nameOf(entry.exportName) ?? "*",
        local: entry.localName.kind === "None" ? null : entry.localName.name,
        from:
          entry.moduleRequest === null
            ? null
            : { specifier: entry.moduleRequest.value, imported: imported ?? "*" },
        typeOnly: entry.isType,
        start: statement.start,
      };
    }),
  );
}

function nameOf(record: RecordedName): string | null {
  switch (record.kind) {
    case "Default":
      return "default";
    case "NamespaceObject":
    case "All":
    case "AllButDefault":
      return "*";
    default:
      return record.name;
  }
}
