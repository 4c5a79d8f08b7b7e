import { loadRightProject } from "../../packages/doctor/right-projects/load.ts";
import {
  accountComponent,
  component,
  convexFunctions,
  domainModule,
  featurePage,
  panelNameIn,
  queryComponent,
} from "./generated-sources.ts";
import { seededRandom, type SeededRandom } from "./seeded-random.ts";

/** A project made for measuring. */
export interface GeneratedProject {
  /** Path to text. */
  texts: Record<string, string>;
  /** Number of TypeScript and JavaScript files. */
  sources: number;
  /** How many of them mention WorkOS, Convex or auth. */
  aboutAuth: number;
  /** Bytes of all source files. */
  bytes: number;
}

const SOURCE_FILE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const ABOUT_AUTH = /workos|convex|auth|sign-?(?:in|out|up)/i;
const PANELS_PER_FEATURE = 6;
const VIEWS_PER_PANEL = 3;

const PACKAGES = {
  "packages/domain/package.json": '{ "name": "@notes/domain", "private": true }\n',
  "packages/ui/package.json":
    '{ "name": "@notes/ui", "private": true, "dependencies": { "react": "^19.2.0" } }\n',
};

/**
 * Makes a right Next.js monorepo (the right project of the tests) with generated sources around it: the same texts for
 * the same arguments, on every machine. Pages import panels, panels import views, views import widgets and domain
 * modules, so that most files can be reached from a page.
 *
 * @param sources number of source files in all
 * @param aboutAuth the share of them, between 0 and 1, that mentions WorkOS, Convex or auth
 * @throws Error when the generated files do not have that share, give or take a percent
 */
export function generateProject(sources: number, aboutAuth: number): GeneratedProject {
  const texts = loadRightProject("nextjs-monorepo");
  const own = measured(texts);
  const relevant = Math.max(0, Math.round(sources * aboutAuth) - own.aboutAuth);
  const others = Math.max(0, sources - own.sources - relevant);
  const random = seededRandom(sources);
  Object.assign(texts, filesAboutAuth(relevant, others, random), otherFiles(others, random), PACKAGES);
  texts["apps/web/package.json"] = texts["apps/web/package.json"]!.replace(
    '"@notes/backend": "*",',
    '"@notes/backend": "*", "@notes/domain": "*", "@notes/ui": "*",',
  );

  const project = { texts, ...measured(texts) };
  const share = project.aboutAuth / project.sources;
  if (project.sources !== sources || Math.abs(share - aboutAuth) > 0.01) {
    throw new Error(
      `Generated ${project.sources} files of which ${project.aboutAuth} are about auth, instead of ${sources} and ${aboutAuth}.`,
    );
  }
  return project;
}

/** Features of a page, its panels and its Convex functions, and now and then a component with a sign-in link. */
function filesAboutAuth(count: number, others: number, random: SeededRandom): Record<string, string> {
  const texts: Record<string, string> = {};
  const made = (): number => Object.keys(texts).length;
  for (let feature = 0; made() < count; feature += 1) {
    const name = `feature${feature}`;
    const room = count - made();
    const panels = Array.from({ length: room < 3 ? 0 : Math.min(PANELS_PER_FEATURE, room - 2) }, (_, at) => {
      const index = feature * PANELS_PER_FEATURE + at;
      const text = queryComponent(index, name, viewsOf(index, others), random);
      return { name: panelNameIn(text), file: `panel-${index}`, text };
    });
    for (const { file, text } of panels) texts[`apps/web/src/features/${name}/${file}.tsx`] = text;
    if (panels.length > 0) {
      texts[`packages/backend/convex/${name}.ts`] = convexFunctions(feature, random);
      texts[`apps/web/src/app/${name}/page.tsx`] = featurePage(name, panels);
    }
    if (made() < count) {
      texts[`apps/web/src/features/${name}/account.tsx`] = accountComponent(feature, random);
    }
  }
  return texts;
}

/** Modules, views and widgets in turn; most of a product's files know neither Convex nor auth. */
function otherFiles(count: number, random: SeededRandom): Record<string, string> {
  const texts: Record<string, string> = {};
  for (let index = 0; index < count; index += 1) {
    const imports = [index - 1, index + 1].filter((it) => index % 3 === 1 && it < count);
    texts[otherFile(index).path] =
      index % 3 === 0
        ? domainModule(index, random)
        : component(
            index,
            imports.map((it) => otherFile(it).specifier),
            random,
          );
  }
  return texts;
}

/** Where file number `index` of those without Convex or auth is, and how others import it. */
function otherFile(index: number): { path: string; specifier: string } {
  const folder = `feature${index % 97}`;
  if (index % 3 === 0) {
    const name = `${folder}/module-${index}`;
    return { path: `packages/domain/src/${name}.ts`, specifier: `@notes/domain/src/${name}` };
  }
  if (index % 3 === 2) {
    const name = `${folder}/widget-${index}`;
    return { path: `packages/ui/src/${name}.tsx`, specifier: `@notes/ui/src/${name}` };
  }
  const name = `${folder}/view-${index}`;
  return { path: `apps/web/src/features/${name}.tsx`, specifier: `@/features/${name}` };
}

/** The views that a panel shows. */
function viewsOf(panel: number, others: number): string[] {
  return Array.from({ length: VIEWS_PER_PANEL }, (_, at) => 3 * (panel * VIEWS_PER_PANEL + at) + 1)
    .filter((index) => index < others)
    .map((index) => otherFile(index).specifier);
}

/** A project that is one package.json and one source file: the auth config. */
export function oneFileProject(): GeneratedProject {
  const config = loadRightProject("vite-spa")["convex/auth.config.ts"];
  if (config === undefined) throw new Error("The right Vite project has no auth config.");
  const texts = {
    "package.json": '{ "name": "one", "private": true, "dependencies": { "convex": "^1.48.0" } }\n',
    "convex/auth.config.ts": config,
  };
  return { texts, ...measured(texts) };
}

/** Counts the source files of a project. */
export function measured(texts: Readonly<Record<string, string>>): Omit<GeneratedProject, "texts"> {
  const sources = Object.entries(texts).filter(([path]) => SOURCE_FILE.test(path));
  return {
    sources: sources.length,
    aboutAuth: sources.filter(([, text]) => ABOUT_AUTH.test(text)).length,
    bytes: sources.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0),
  };
}
