import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Replaces a text in every file below a folder. @throws {Error} where no file holds it: the replacement would do nothing */
export async function replaceInSources(folder: string, text: string, by: string): Promise<void> {
  let replaced = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const source = await readFile(path, "utf8");
    if (!source.includes(text)) continue;
    await writeFile(path, source.replaceAll(text, by));
    replaced++;
  }
  if (replaced === 0) throw new Error(`No file in ${folder} holds "${text}".`);
}
