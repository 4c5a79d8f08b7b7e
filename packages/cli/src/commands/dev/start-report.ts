import type { Location } from "@convex-authkit/doctor/facts/location";
import type { Paint } from "@convex-authkit/doctor/report/paint";
import { wrap } from "@convex-authkit/doctor/report/wrap";
import { shellWord } from "./command-line/shell-text.ts";
import type { ProviderEdit } from "./provider-edit.ts";
import type { Started, StartedConvex } from "./started.ts";

/** How the report is written. */
export interface StartReportOptions {
  /** Columns of the terminal. */
  width: number;
  paint: Paint;
  /** How this command is called, for hints that can be copied. */
  command: string;
}

/** More do not help anybody to sign in, and the console lists them all. */
const MOST_ACCOUNTS = 6;

/** Functions seldom need all that they read. */
const MOST_VARIABLES = 8;

/** What `dev` says when its servers run: one screen. Ends with a line feed. */
export function startReport(started: Started, options: StartReportOptions): string {
  const width = Math.min(100, Math.max(48, options.width));
  const own = { ...options, width };
  const sections = [
    headLines(started, own),
    addressLines(started, own),
    accountLines(started, own),
    ...started.edits.map((edit) => editLines(edit, own)),
    problemLines(started.convex, own),
    missingLines(started.convex, own),
    commandLines(started, own),
    started.command === null ? variableLines(started, own) : overriddenLines(started, own),
    started.notes.flatMap((note) => wrap(note, { first: "· ", rest: "  ", width })),
  ];
  const text = sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
  return `${text}\n`;
}

function headLines({ authkit, convex }: Started, { paint, width }: StartReportOptions): string[] {
  const sides = [
    ...(authkit === null ? [] : ["WorkOS AuthKit"]),
    ...(convex === null ? [] : ["Convex"]),
  ].join(" and ");
  return wrap(
    `${paint("bold", "convex-authkit dev")}: ${sides} on this machine, for development. Unofficial.`,
    { first: "", width: width + paint("bold", "").length },
  );
}

function addressLines({ app, authkit, convex, command }: Started, { paint }: StartReportOptions): string[] {
  const rows: [string, string, string][] = [
    [
      "App",
      app.url,
      command === null
        ? "expected there; its redirect URI and origin are registered"
        : (command.instead ?? command.given),
    ],
  ];
  if (authkit !== null) {
    const from = authkit.clientIdFrom === null ? "made up" : `from ${authkit.clientIdFrom}`;
    rows.push(["AuthKit", authkit.url, `${authkit.clientId} (${from})`]);
    rows.push(["Console", authkit.consoleUrl, ""]);
  }
  if (convex !== null) {
    const deployed =
      convex.problem === null ? `${convex.functions}: ${functions(convex.deployed)}` : convex.functions;
    rows.push(["Convex", convex.url, `${deployed}; HTTP actions on ${new URL(convex.siteUrl).port}`]);
  }
  const [names, urls] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(([name, url, about]) =>
    `  ${name.padEnd(names ?? 0)}  ${paint("cyan", url)}${" ".repeat((urls ?? 0) - url.length)}  ${dim(about, paint)}`.trimEnd(),
  );
}

function accountLines({ authkit }: Started, { paint }: StartReportOptions): string[] {
  if (authkit === null) return [];
  const { accounts } = authkit;
  if (accounts.length === 0) return ["There is no test account yet: sign up on the page that AuthKit shows."];
  const shown = accounts.slice(0, MOST_ACCOUNTS);
  const [emails, passwords] = [
    Math.max(...shown.map(({ email }) => email.length)),
    Math.max(...shown.map(({ password }) => (password ?? "").length)),
  ];
  const more = accounts.length - shown.length;
  return [
    paint("bold", "Test accounts"),
    ...shown.map(({ email, password, memberships }) =>
      `  ${email.padEnd(emails)}  ${(password ?? "").padEnd(passwords)}  ${dim(memberships.join(", "), paint)}`.trimEnd(),
    ),
    ...(more > 0 ? [paint("dim", `  and ${more} more in the console`)] : []),
  ];
}

/** The one thing that no variable can do. */
function editLines(
  { file, line, add, remove }: ProviderEdit,
  { paint, width }: StartReportOptions,
): string[] {
  const replaced = remove.length === 0 ? "" : ` in the place of ${remove.join(", ")}`;
  return [
    `${paint("yellow", "!")} ${paint("bold", `Sign-in goes to WorkOS itself until you change ${file}:${line}`)}`,
    ...wrap(
      `authkit-react takes its host as props alone. Add to <AuthKitProvider>${replaced}; without the variables it stays as it was:`,
      { first: "  ", width },
    ),
    ...add.map((attribute) => `    ${paint("green", attribute)}`),
  ];
}

function problemLines(convex: StartedConvex | null, { paint }: StartReportOptions): string[] {
  if (convex === null || convex.problem === null) return [];
  return [
    `${paint("red", "✗")} ${paint("bold", "Convex would refuse this push")}`,
    ...convex.problem
      .trimEnd()
      .split("\n")
      .map((line) => `  ${line}`),
    paint("dim", "  It is tried again when a file is saved."),
  ];
}

function missingLines(convex: StartedConvex | null, { paint, width }: StartReportOptions): string[] {
  const missing = convex?.missing ?? [];
  const ofConfig = missing.filter(({ by }) => by === "auth config");
  const ofFunctions = missing.filter(({ by }) => by === "functions").map(({ name }) => name);
  if (missing.length === 0) return [];
  const names = Math.max(0, ...ofConfig.map(({ name }) => name.length));
  const shown = ofFunctions.slice(0, MOST_VARIABLES);
  const more = ofFunctions.length > shown.length ? ` and ${ofFunctions.length - shown.length} more` : "";
  return [
    `${paint("bold", "Not set on the Convex side")}; pass --env NAME=VALUE or --convex-env development=FILE`,
    ...ofConfig.map(
      ({ name, location }) =>
        `  ${name.padEnd(names)}  ${paint("dim", `read by the auth config in ${place(location)}`)}`,
    ),
    ...(shown.length === 0
      ? []
      : wrap(`${shown.join(", ")}${more}, read by functions`, { first: "  ", width })),
  ];
}

function commandLines({ command }: Started, { paint, width }: StartReportOptions): string[] {
  if (command === null || command.leftOut.length === 0) return [];
  const left = command.leftOut.map(
    ({ command: one, script }) => `\`${one}\`${script === null ? "" : ` (${script})`}`,
  );
  return wrap(
    `${paint("bold", "Left out:")} ${left.join(", ")}. It would push to your own deployment, which the emulator stands in for. \`${command.instead ?? ""}\` runs in the place of \`${command.given}\`.`,
    { first: "", rest: "  ", width: width + paint("bold", "").length },
  );
}

function overriddenLines({ overridden }: Started, { paint }: StartReportOptions): string[] {
  if (overridden.length === 0) return [];
  const files = new Map<string, string[]>();
  for (const { name, location } of overridden) {
    const file = location?.file ?? "your shell";
    files.set(file, [...(files.get(file) ?? []), name]);
  }
  const longest = Math.max(...[...files.keys()].map((file) => file.length));
  return [
    `${paint("bold", "Overridden")} for the app alone; no file is changed`,
    ...[...files].map(([file, names]) => `  ${file.padEnd(longest)}  ${paint("dim", names.join(", "))}`),
  ];
}

/** What to set where the app is started by other means; lines to copy. */
function variableLines({ variables }: Started, { paint, command }: StartReportOptions): string[] {
  return [
    `${paint("bold", "Start your app with these variables")}, or let this command do it: ${command} dev -- npm run dev`,
    ...Object.entries(variables).map(([name, value]) => `  ${name}=${shellWord(value)}`),
  ];
}

function dim(text: string, paint: Paint): string {
  return text === "" ? "" : paint("dim", text);
}

function functions(count: number): string {
  return count === 1 ? "1 function" : `${count} functions`;
}

function place({ file, line }: Location): string {
  return `${file}:${line}`;
}
