import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rolldown } from "tsdown";

/**
 * Writes the licences of everything that a build bundles into one file beside it: their authors ask for it, and a bundle
 * has no node_modules to look into.
 *
 * @param fileName within the output folder
 */
export function bundledLicences(fileName: string): Rolldown.Plugin {
  return {
    name: "bundled-licences",
    generateBundle(_options, bundle) {
      const folders = new Set<string>();
      for (const output of Object.values(bundle)) {
        if (output.type !== "chunk") continue;
        for (const id of output.moduleIds) {
          const [, folder] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll("\\", "/")) ?? [];
          if (folder !== undefined && !folder.includes("@convex-authkit/")) folders.add(folder);
        }
      }
      const texts = [...folders].map(licenceOf).sort();
      this.emitFile({ type: "asset", fileName, source: `${texts.join("\n\n")}\n` });
    },
  };
}

function licenceOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    name: string;
    version: string;
    license?: string;
  };
  const file = readdirSync(folder).find((it) => /^(?:licen[cs]e|copying)(?:\.\w+)?$/i.test(it));
  if (file === undefined || !existsSync(join(folder, file))) {
    throw new Error(`${name} is bundled and has no licence file; its terms cannot be passed on.`);
  }
  const text = readFileSync(join(folder, file), "utf8").trim();
  return `${name} ${version} (${license ?? "see below"})\n\n${text}`;
}
