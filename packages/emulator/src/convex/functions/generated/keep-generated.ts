import type { BundleSources } from "../bundle/bundle-sources.ts";
import { findEntryPoints } from "../bundle/entry-points.ts";
import { lacksGenerated, writeGenerated } from "./write-generated.ts";

/**
 * Writes a `_generated` folder that is missing, and again when modules come or go. A folder that was there is the
 * project's own and stays as it is.
 *
 * @returns to be called before each push
 */
export function keepGenerated(): (sources: BundleSources) => Promise<void> {
  /** The modules it was written for; null: it was not written here. */
  let writtenFor: string | null = null;
  return async (sources) => {
    const modules = findEntryPoints(sources.folder)
      .map(({ module }) => module)
      .join("\n");
    if (writtenFor === null ? !lacksGenerated(sources) : writtenFor === modules) return;
    writtenFor = modules;
    await writeGenerated(sources);
  };
}
