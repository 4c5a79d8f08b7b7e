import { basename, extname } from "node:path";
import { UserError } from "../user-error.ts";
import { readInputFile, readStart, statOf } from "./read-input-file.ts";

/** What a positional argument turned out to be. */
export type RecognisedInput =
  | { kind: "folder"; path: string }
  | { kind: "token"; label: string; token: string }
  /** Evidence that this version cannot read, with the sentence that says so. */
  | { kind: "not-read"; label: string; why: string };

/**
 * Tells what a positional argument is: an origin, a token, a folder, or a file, whose content decides.
 *
 * @throws UserError when it is none of them
 */
export function recogniseArgument(argument: string): RecognisedInput {
  const token = tokenIn(argument);
  if (token !== undefined) return { kind: "token", label: "argument", token };
  if (/^https?:\/\//i.test(argument)) {
    return {
      kind: "not-read",
      label: originOf(argument),
      why: "This version does not ask live deployments; it examines files and tokens.",
    };
  }
  const stat = statOf(argument);
  if (stat === undefined) {
    const looksLikeToken = argument.split(".").length === 3 && argument.length > 40;
    throw new UserError(
      looksLikeToken
        ? "The argument looks like a token, but it is not one: three parts of base64url, joined by dots, are needed."
        : `There is no file or folder ${argument}.`,
    );
  }
  if (stat.isDirectory()) return { kind: "folder", path: argument };
  return recogniseFile(argument);
}

function recogniseFile(path: string): RecognisedInput {
  const name = basename(path);
  if (/^(?:package|convex|tsconfig)\.json$/.test(name) || /^\.[cm]?[jt]sx?$/.test(extname(name))) {
    throw new UserError(`${path} is one file of a project; give the project's folder instead.`);
  }
  if (name.startsWith(".env") || name.endsWith(".env")) {
    throw new UserError(
      `${path} holds variables; say whose they are: --host-env STAGE=${path} or --convex-env STAGE=${path}.`,
    );
  }
  const start = readStart(path);
  const recognised = recogniseText(start, path);
  if (recognised.kind !== "token") return recognised;
  return { ...recognised, token: tokenIn(readInputFile(path)) ?? recognised.token };
}

/**
 * Tells what a text from standard input or a file is.
 *
 * @param label how reports call it
 * @throws UserError when it is empty
 */
export function recogniseText(text: string, label: string): RecognisedInput {
  const token = tokenIn(text);
  if (token !== undefined) return { kind: "token", label, token };
  if (text.trim() === "") throw new UserError(`There is nothing in ${label}.`);
  if (/^\s*\{[\s\S]*?"log"\s*:\s*\{/.test(text)) {
    return { kind: "not-read", label, why: "It is a HAR; this version does not read recorded traffic yet." };
  }
  return {
    kind: "not-read",
    label,
    why: "It is neither a token nor a HAR, so it is taken for a log; this version does not read logs yet.",
  };
}

/**
 * The token, when the text is one: bare, in quotes, or as an `Authorization` header. Anything longer is no token.
 */
export function tokenIn(text: string): string | undefined {
  const match = /^\s*(?:authorization:\s*)?(?:bearer\s+)?(["'`]?)([\w-]{4,}\.[\w-]{4,}\.[\w-]*)\1\s*$/i.exec(
    text,
  );
  const token = match?.[2];
  // Every JSON object that begins with a quote begins so in base64url: `{"` is `eyJ`. A host name does not.
  return token?.startsWith("ey") ? token : undefined;
}

function originOf(url: string): string {
  // The rest of a URL may carry a code or a token.
  return URL.canParse(url) ? new URL(url).origin : "the URL";
}
