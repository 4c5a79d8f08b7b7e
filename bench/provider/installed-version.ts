import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** The version of a package that is installed here. Read by path: not every package lets its package.json be imported. */
export async function installedVersion(name: string): Promise<string> {
  const require = createRequire(import.meta.url);
  const files = require.resolve.paths(name)?.map((modules) => `${modules}/${name}/package.json`) ?? [];
  for (const file of files) {
    const text = await readFile(file, "utf8").catch(() => null);
    if (text !== null) return (JSON.parse(text) as { version: string }).version;
  }
  throw new Error(`${name} is not installed.`);
}
