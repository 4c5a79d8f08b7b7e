import { chromium } from "playwright-core";
import { findChromium } from "./find-chromium.mjs";

const executablePath = findChromium();
const inCi = Boolean(process.env.CI) && process.env.CI !== "false";

/** No sandbox, so that it starts as root in a container; nothing that would talk to a network by itself. */
export const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What is said where there is no Chromium. */
export const CHROMIUM_ABSENT =
  "There is no Chromium here. Install one (as root: apt-get install -y chromium) or name one in CHROMIUM_PATH.";

/** Whether tests that need a browser are left out: there is none, and this is not CI, where a test left out is a failure. */
export const WITHOUT_CHROMIUM = executablePath === undefined && !inCi;

/**
 * Starts this machine's Chromium without a window.
 *
 * @param {import("playwright-core").LaunchOptions} [options] more than the usual switches
 * @returns {Promise<import("playwright-core").Browser>}
 * @throws {Error} where there is none
 */
export async function launchChromium(options) {
  if (executablePath === undefined) throw new Error(CHROMIUM_ABSENT);
  return await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS, ...options });
}
