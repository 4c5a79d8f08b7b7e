import type { MetadataRoute } from "./routes.ts";

/** What the files of the app router's folder that describe the site answer at, by name and extension. */
const METADATA: Readonly<Record<string, (extension: string) => string | null>> = {
  robots: (extension) => (isCode(extension) || extension === "txt" ? "/robots.txt" : null),
  sitemap: (extension) => (isCode(extension) || extension === "xml" ? "/sitemap.xml" : null),
  manifest: (extension) =>
    isCode(extension)
      ? "/manifest.webmanifest"
      : /^(?:json|webmanifest)$/.test(extension)
        ? `/manifest.${extension}`
        : null,
  "opengraph-image": (extension) => imageAt("/opengraph-image", extension),
  "twitter-image": (extension) => imageAt("/twitter-image", extension),
};

/** Files of `public/` that only visitors without a session ask for. */
const PUBLIC = ["robots.txt", "sitemap.xml"];

function isCode(extension: string): boolean {
  return /^[jt]sx?$/.test(extension);
}

function imageAt(path: string, extension: string): string | null {
  if (isCode(extension)) return path;
  return /^(?:png|jpe?g|gif)$/.test(extension) ? `${path}.${extension}` : null;
}

/**
 * The addresses that describe a site of Next.js to crawlers and browsers, which ask for them without a session:
 * robots, sitemap, manifest, preview images.
 *
 * @param paths of all files
 * @param appFolder folder of the app router; null when there is none
 */
export function nextMetadataRoutes(
  paths: readonly string[],
  appDir: string,
  appFolder: string | null,
): MetadataRoute[] {
  const publicFolder = appDir === "" ? "public" : `${appDir}/public`;
  return paths.flatMap((file): MetadataRoute[] => {
    const slash = file.lastIndexOf("/");
    const folder = file.slice(0, Math.max(slash, 0));
    const name = file.slice(slash + 1);
    if (folder === publicFolder) return PUBLIC.includes(name) ? [{ path: `/${name}`, file }] : [];
    if (folder !== appFolder) return [];
    const dot = name.lastIndexOf(".");
    const stem = name.slice(0, Math.max(dot, 0));
    const path = Object.hasOwn(METADATA, stem) ? METADATA[stem]?.(name.slice(dot + 1)) : null;
    return path === null || path === undefined ? [] : [{ path, file }];
  });
}
