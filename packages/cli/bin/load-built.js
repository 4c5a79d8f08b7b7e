// Loads what is built, from V8's code cache where the build made one for this Node: most of a short run is compiling.
const { existsSync, readFileSync } = require("node:fs");
const nodeModule = require("node:module");
const { join } = require("node:path");
const { Script } = require("node:vm");

/**
 * Folder, within that of the built files, with their code caches for this Node on this kind of machine. V8 checks that a
 * cache is whole, of its own version, made with its present flags and for a source of this length, and otherwise ignores
 * it. What a cache says it believes, as it believes the code: whoever can change the one can change the other.
 */
const CODE_CACHE = join("code-cache", `${process.versions.v8}-${process.platform}-${process.arch}`);

/**
 * Exports of a built file. Writes nothing.
 *
 * @param {string} folder absolute path of the built files
 * @param {string} file name of a CommonJS file in it
 */
function loadBuilt(folder, file) {
  const isCached = !process.env.NODE_DISABLE_COMPILE_CACHE && existsSync(join(folder, CODE_CACHE));
  if (isCached) return builtLoader(folder)(file);
  // Node's own cache, which it keeps in the folder for temporary files; absent in Node 20.
  nodeModule.enableCompileCache?.();
  return require(join(folder, file));
}

/**
 * Loads built files as Node does, each once, but as scripts that know their code caches.
 *
 * @param {string} folder absolute path of the built files
 * @param {(file: string, script: Script) => void} compiled is told of every script
 * @returns {(file: string) => any} gives the exports of a file
 */
function builtLoader(folder, compiled = () => {}) {
  const modules = new Map();
  const requireOthers = nodeModule.createRequire(join(folder, "main.cjs"));
  return load;

  function load(file) {
    const known = modules.get(file);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(file, module);
    const path = join(folder, file);
    // Latin-1, because it is ASCII: what is UTF-8 takes V8 ten times as long to look through.
    const source = readFileSync(path, "latin1");
    const script = new Script(`(function (exports, require, module, __filename) {${source}\n})`, {
      // A cache holds it: no path of the machine that built it.
      filename: `convex-authkit/dist/${file}`,
      cachedData: codeCache(join(folder, CODE_CACHE, `${file}.cache`)),
    });
    compiled(file, script);
    script.runInThisContext()(
      module.exports,
      (id) => (id.startsWith("./") ? load(id.slice(2)) : requireOthers(id)),
      module,
      path,
    );
    return module.exports;
  }
}

function codeCache(path) {
  try {
    const data = readFileSync(path);
    // V8 notices what is cut off, but ends the process on what is empty.
    return data.length === 0 ? undefined : data;
  } catch {
    return undefined;
  }
}

module.exports = { CODE_CACHE, loadBuilt, builtLoader };
