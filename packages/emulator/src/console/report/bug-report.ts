import { Secret } from "@convex-authkit/core";
import { issuerOf } from "../../authkit/tokens/access-token.ts";
import type { Emulator } from "../../emulator.ts";
import type { TimelineEvent } from "../../timeline/event.ts";
import { lengthOfTime, timeOfDay } from "../format-time.ts";
import { chainState } from "../timeline/chain-state.ts";
import { clientsSeen } from "./clients-seen.ts";

/** The last events tell what went wrong; all of them are in the HAR and the JSON. */
const MOST_EVENTS = 40;

/**
 * What somebody needs who is asked why sign-in fails: versions, settings, the chain, the last events. Markdown, without secrets and
 * passwords.
 *
 * @param browser the user agent of whoever asks; null: a program that says nothing
 */
export function bugReport(emulator: Emulator, browser: string | null): string {
  const { timeline, faults, clock, version, authkit, convex } = emulator;
  const events = timeline.events();
  const offset = clock.now() - Date.now();
  const sections = [
    ["## convex-authkit emulator"],
    [
      `- convex-authkit ${version ?? "(version not known)"}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
      ...clientsSeen(events).map((client) => `- client: ${inline(client)}`),
      ...(browser === null ? [] : [`- browser: ${inline(browser)}`]),
      ...(Math.abs(offset) < 1_000
        ? []
        : [`- clock: ${lengthOfTime(offset)} ${offset > 0 ? "ahead" : "behind"}`]),
      `- faults: ${faults.active().length === 0 ? "none" : faults.active().map(faultText).join(", ")}`,
    ],
    ...(authkit === null ? [["AuthKit was left out."]] : [settingsLines(authkit.environment)]),
    ...(convex === null ? [["Convex was left out."]] : [deploymentLines(convex.deployment())]),
    [
      "### Chain",
      "",
      "| step | events | refused | by faults | last |",
      "| --- | --- | --- | --- | --- |",
    ].concat(
      chainState(events).map(
        ({ step, events: count, refused, faults: changed, last }) =>
          `| ${step} | ${count} | ${refused} | ${changed} | ${last ?? ""} |`,
      ),
    ),
    lastEvents(events),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function faultText({
  id,
  times,
  for: length,
  user,
  session,
  parameters,
}: ReturnType<Emulator["faults"]["active"]>[number]): string {
  const setting = new URLSearchParams(
    Object.entries({ times, for: length, user, session, ...parameters }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  ).toString();
  return inline(setting === "" ? id : `${id}?${setting}`);
}

function settingsLines(environment: NonNullable<Emulator["authkit"]>["environment"]): string[] {
  const { clientId, apiKey, type, redirectUris, corsOrigins, logoutUris, homepageUrl, jwtTemplate } =
    environment;
  return [
    "### AuthKit",
    "",
    `- client ID ${inline(clientId)}, API key ${inline(new Secret(apiKey).toString())}, ${type}`,
    `- issuer ${inline(issuerOf(environment))}, tokens live ${environment.tokenLifetime} s`,
    `- redirect URIs: ${list(redirectUris)}`,
    `- CORS origins: ${list(corsOrigins)}`,
    `- sign-out redirects: ${list(logoutUris)}; homepage: ${homepageUrl === null ? "none" : inline(homepageUrl)}`,
    ...(jwtTemplate === null ? ["- JWT template: none"] : ["- JWT template:", "", block(jwtTemplate, "")]),
  ];
}

function deploymentLines({
  functions,
  authConfig,
  problem,
  notEmulated,
}: ReturnType<NonNullable<Emulator["convex"]>["deployment"]>): string[] {
  return [
    "### Convex",
    "",
    `- ${functions.length} functions deployed`,
    ...notEmulated.map((sentence) => `- not emulated: ${sentence}`),
    "- auth config:",
    "",
    block(JSON.stringify(authConfig, null, 2) ?? "null", "json"),
    ...(problem === null ? [] : ["", "Convex's message about the last push:", "", block(problem, "")]),
  ];
}

function lastEvents(events: readonly TimelineEvent[]): string[] {
  const last = events.slice(-MOST_EVENTS);
  const lines = last.map(({ number, time, side, step, kind, outcome, title, fault, failureMode, http }) =>
    [
      `${number} ${timeOfDay(time)} ${side} ${step} ${kind} ${outcome}: ${title}`,
      ...(http === undefined ? [] : [`${http.method} ${http.url} -> ${http.status}`]),
      ...(fault ? [`fault ${fault}`] : []),
      ...(failureMode ? [`failure mode ${failureMode}`] : []),
    ].join(" | "),
  );
  return [
    `### Last events (${last.length} of ${events.length})`,
    "",
    block(lines.length === 0 ? "none" : lines.join("\n"), ""),
  ];
}

function list(addresses: readonly string[]): string {
  return addresses.length === 0 ? "none" : addresses.map(inline).join(", ");
}

/** A text of any content as code in a line. */
function inline(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  const fence = "`".repeat(longestRun(line) + 1);
  return fence.length === 1 ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}

/** A text of any content as a block of code: the fence is longer than any in it. */
function block(text: string, language: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
