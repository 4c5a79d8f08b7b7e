import { styleText } from "node:util";
import { plain, type Paint } from "@convex-authkit/doctor/report/paint";

/** What decides whether a stream is coloured. */
interface ColourContext {
  isTTY: boolean;
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * Whether to colour: `FORCE_COLOR` says so (`0` and `false` say no), else `NO_COLOR` with any value forbids it, else a
 * terminal that is not dumb has it. As in https://no-color.org and https://force-color.org.
 */
function wantsColour({ isTTY, env }: ColourContext): boolean {
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  if (env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "") return false;
  return isTTY && env["TERM"] !== "dumb";
}

/** The paint for standard output. */
export function paintFor(context: ColourContext): Paint {
  if (!wantsColour(context)) return plain;
  // The decision is made above; Node's own would look at the stream again.
  return (style, text) => styleText(style, text, { validateStream: false });
}
