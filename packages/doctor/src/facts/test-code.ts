import type { ProjectFiles } from "../project-files/project-files.ts";

/** Tests, stories and benches by the names of their files, and folders that hold nothing else. */
const NAMED_SO =
  /(?:\.|\/)(?:test|spec|stories|story|bench)\.[cm]?[jt]sx?$|(?:^|\/)(?:__tests__|__mocks__|__fixtures__|\.storybook)\//;

const TEST_FOLDER = /(?:^|\/)(?:tests?|e2e|cypress|playwright)\//i;

/** Below these a folder's name is part of an address: `app/test/page.tsx` is the page `/test`. */
const ADDRESS_FOLDER = /^(?:app|pages|routes)$/;

/**
 * Whether a file is a test, or one that only tests use: a server that plays WorkOS, a script that proves a build. What
 * it does with tokens says nothing about the app. A folder with a package.json of its own is a package, whatever its name.
 */
export function isTestCode(path: string, files: Pick<ProjectFiles, "has">): boolean {
  if (NAMED_SO.test(path)) return true;
  if (!TEST_FOLDER.test(path)) return false;
  const folders = path.split("/").slice(0, -1);
  const first = folders.findIndex((name) => TEST_FOLDER.test(`${name}/`));
  if (folders.slice(0, first).some((name) => ADDRESS_FOLDER.test(name))) return false;
  return !folders.some(
    (_, index) => index >= first && files.has(`${folders.slice(0, index + 1).join("/")}/package.json`),
  );
}
