import {
  judgeCorsOrigin,
  judgeHomepageUrl,
  judgeRedirectUri,
  judgeSignOutRedirect,
  lintJwtTemplate,
  type UriProblem,
} from "@convex-authkit/core";
import type { AuthKitEnvironment } from "../authkit/environment.ts";
import { BadRequest, type Body } from "./read-body.ts";

/** The settings that may be changed while the emulator runs. */
type Changeable = Pick<
  AuthKitEnvironment,
  "redirectUris" | "corsOrigins" | "logoutUris" | "homepageUrl" | "jwtTemplate" | "tokenLifetime"
>;

/** A token that outlives the session helps nobody. Seconds. */
const LONGEST_LIFETIME = 24 * 60 * 60;

/**
 * Changes settings of the environment as its dashboard does, by WorkOS's rules: all that the body names, or none of them.
 *
 * @returns sentences about what WorkOS may refuse, or what Convex may make of it
 * @throws {BadRequest} a sentence for the first setting that WorkOS would refuse
 */
export function changeSettings(environment: AuthKitEnvironment, body: Body): string[] {
  const doubts: string[] = [];
  const use = { environment: environment.type };
  const wished: Partial<Changeable> = {
    ...addresses(body, "redirectUris", doubts, (uri, index) =>
      judgeRedirectUri(uri, { ...use, isDefault: index === 0 }),
    ),
    ...addresses(body, "corsOrigins", doubts, (origin) => judgeCorsOrigin(origin)),
    ...addresses(body, "logoutUris", doubts, (uri, index) =>
      judgeSignOutRedirect(uri, { ...use, isDefault: index === 0 }),
    ),
    ...homepage(body, doubts, (url) => judgeHomepageUrl(url, use)),
    ...template(body, doubts),
    ...lifetime(body),
  };
  if (wished.redirectUris?.length === 0)
    throw new BadRequest("At least one redirect URI is needed: the first is the default.");
  Object.assign(environment, wished);
  return doubts;
}

function addresses(
  body: Body,
  name: "redirectUris" | "corsOrigins" | "logoutUris",
  doubts: string[],
  judge: (address: string, index: number) => UriProblem[],
): Partial<Changeable> {
  const value = body.value(name);
  if (value === undefined) return {};
  if (!Array.isArray(value) || !value.every((one): one is string => typeof one === "string" && one !== ""))
    throw new BadRequest(`"${name}" must be a list of addresses.`);
  const list = [...new Set(value)];
  for (const [index, address] of list.entries()) checkAddress(address, judge(address, index), doubts);
  return { [name]: list };
}

function homepage(
  body: Body,
  doubts: string[],
  judge: (url: string) => UriProblem[],
): Partial<Pick<Changeable, "homepageUrl">> {
  const value = body.value("homepageUrl");
  if (value === undefined) return {};
  if (value !== null && typeof value !== "string")
    throw new BadRequest('"homepageUrl" must be an address, or null for none.');
  if (value !== null) checkAddress(value, judge(value), doubts);
  return { homepageUrl: value };
}

function checkAddress(address: string, problems: readonly UriProblem[], doubts: string[]): void {
  for (const { certainty, message } of problems) {
    if (certainty === "certain") throw new BadRequest(`WorkOS refuses "${address}": ${message}`);
    doubts.push(`"${address}": ${message}`);
  }
}

function template(body: Body, doubts: string[]): Partial<Pick<Changeable, "jwtTemplate">> {
  const value = body.value("jwtTemplate");
  if (value === undefined) return {};
  if (value === null) return { jwtTemplate: null };
  if (typeof value !== "string")
    throw new BadRequest('"jwtTemplate" must be the text of the template, or null for none.');
  const { valid, problems } = lintJwtTemplate(value);
  const sentences = problems.map(
    ({ message, position: { line, column } }) => `JWT template, line ${line}, column ${column}: ${message}`,
  );
  if (!valid) throw new BadRequest(sentences.find((_, index) => problems[index]?.severity === "error") ?? "");
  doubts.push(...sentences);
  return { jwtTemplate: value };
}

function lifetime(body: Body): Partial<Pick<Changeable, "tokenLifetime">> {
  const value = body.value("tokenLifetime");
  if (value === undefined) return {};
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > LONGEST_LIFETIME)
    throw new BadRequest(`"tokenLifetime" must be whole seconds from 1 to ${LONGEST_LIFETIME}.`);
  return { tokenLifetime: value };
}
