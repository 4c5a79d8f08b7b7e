import type { SourceTexts } from "../source-texts.ts";
import { isAuthkitPackage } from "./authkit-packages.ts";
import { isInDir, type Backend, type WorkspacePackage } from "./workspace.ts";

/** What signs people in without a framework's SDK: methods of WorkOS's Node SDK, or the package the SDKs are made of. */
const SIGNS_IN =
  /\b(?:authenticateWithCode(?:AndVerifier)?|authenticateWithSessionCookie|loadSealedSession)\b|["']@workos\/authkit-session["']/;

/** Scripts that start something, and the commands of them that start a server. */
const STARTS = /^(?:dev|start|serve)(?:$|:)/;
const SERVER_COMMAND =
  /\b(?:wrangler (?:dev|pages dev)|nodemon|ts-node(?:-dev)?|tsx|fastify start)\b|\b(?:node|bun|deno)(?: run| watch)?(?: -\S+)* (?:\S+\/)*[\w.-]+\.[cm]?[jt]s\b/;

/** A package that may sign people in with WorkOS although no framework shows that it is an app. */
export interface PossibleServer {
  own: WorkspacePackage;
  /** Its files, relative to it. */
  paths: readonly string[];
  /** Whether it uses Convex, itself or through the packages it depends on. */
  usesConvex: boolean;
  backends: readonly Backend[];
  sources: SourceTexts;
  /** The folder of the package a path belongs to. */
  packageOf(path: string): string;
}

/**
 * Whether a package is an app that signs people in by hand: a server of its own (Node, Hono, a Worker) that exchanges
 * codes or opens sessions, or a page that Vite serves without a library, whose Convex functions do.
 */
export function signsInByHand({
  own,
  paths,
  usesConvex,
  backends,
  sources,
  packageOf,
}: PossibleServer): boolean {
  if (!usesConvex || !Object.keys(own.declared).some(isAuthkitPackage)) return false;
  const signing = sources.matching(own.dir, SIGNS_IN).filter(({ path }) => packageOf(path) === own.dir);
  if (signing.length === 0) return false;
  if ("vite" in own.declared && paths.some((path) => /^(?:[\w-]+\/)?index\.html$/.test(path))) return true;
  const startsServer = Object.entries(own.scripts).some(
    ([name, command]) => STARTS.test(name) && SERVER_COMMAND.test(command),
  );
  return (
    startsServer &&
    signing.some(({ path }) => !backends.some(({ functionsDir }) => isInDir(path, functionsDir)))
  );
}
