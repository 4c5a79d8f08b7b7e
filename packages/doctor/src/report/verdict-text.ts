import type { Missing, ProviderFinding, Rejected, Undecided, Verdict } from "@convex-authkit/core";
import type { Paint } from "./paint.ts";
import { oneLine, visibleText } from "./visible-text.ts";
import { wrap } from "./wrap.ts";

/** How a verdict is written for a terminal. */
export interface VerdictTextOptions {
  /** Columns of the terminal. */
  width: number;
  paint: Paint;
  /** The time of the verdict, in seconds since 1970. */
  now: number;
  /** Where the auth config stands, e.g. `convex/auth.config.ts`. */
  config: string;
}

/**
 * What Convex decides about a token, for a terminal: the decision, Convex's words, the true reason, what each provider
 * found wrong, the identity that functions see. Never the token. Ends with a line feed.
 */
export function verdictText(verdict: Verdict, options: VerdictTextOptions): string {
  const width = Math.min(100, Math.max(40, options.width));
  const lines =
    verdict.accepted === true
      ? acceptedLines(verdict, { ...options, width })
      : verdict.accepted === false
        ? rejectedLines(verdict, { ...options, width })
        : undecidedLines(verdict, { ...options, width });
  return `${lines.join("\n")}\n`;
}

function acceptedLines(
  verdict: Extract<Verdict, { accepted: true }>,
  { width, paint, now, config }: VerdictTextOptions,
): string[] {
  const left = verdict.expiresAt - now;
  const time = left > 0 ? `for ${durationText(left)} more` : "within the leeway after its expiry";
  const names = Object.keys(verdict.identity);
  const nameWidth = Math.min(24, Math.max(0, ...names.map((name) => name.length)));
  return [
    `${paint("green", "✓")} ${paint("bold", "Convex accepts this token.")}`,
    ...wrap(
      `Provider ${verdict.provider + 1} of ${visibleText(config)} accepts it ${time}, until ${timeText(verdict.expiresAt)}.`,
      {
        first: "  ",
        width,
      },
    ),
    ...(verdict.expiredForSession
      ? wrap("It has expired: a request is still let through, a session on the socket ends at once.", {
          first: "  ",
          width,
        })
      : []),
    ...ambiguousLines(verdict.ambiguous, width),
    "",
    paint("bold", "The identity that functions see"),
    ...names.map((name) => {
      const value = verdict.identity[name];
      const text = typeof value === "string" ? value : JSON.stringify(value);
      return `  ${visibleText(name).padEnd(nameWidth)}  ${oneLine(text, Math.max(20, width - nameWidth - 4))}`;
    }),
  ];
}

function rejectedLines(verdict: Rejected, { width, paint, config }: VerdictTextOptions): string[] {
  const { message, explanation, cause, failureMode, failedAt, missing } = verdict;
  const margins = { first: "  ", width };
  return [
    `${paint("red", "✗")} ${paint("bold", "Convex rejects this token.")}`,
    ...wrap(visibleText(explanation), margins),
    `  ${paint("dim", `cause ${cause}, at ${failedAt}${failureMode === null ? "" : `, failure mode ${failureMode}`}`)}`,
    "",
    paint("bold", "What Convex says"),
    ...wrap(visibleText(message), margins),
    ...providerLines(verdict.providers, config, width, paint),
    ...ambiguousLines(verdict.ambiguous, width),
    ...missingLines("Not known, and not what decides", missing, width, paint),
  ];
}

/** What was found up to the step that could not be decided. */
const REACHED: Partial<Record<Undecided["reached"], string>> = {
  config: "Not decided: the auth config is not known.",
  "no-provider": "Not decided: whether a provider matches depends on what is missing.",
  jwks: "Not decided: nothing is wrong up to the signature, which could not be checked.",
  decode: "Not decided: nothing is wrong up to the signature, which could not be checked.",
};

function undecidedLines(verdict: Undecided, { width, paint, config }: VerdictTextOptions): string[] {
  const headline =
    REACHED[verdict.reached] ?? `Not decided: nothing is wrong up to the step ${verdict.reached}.`;
  const [first = "", ...rest] = wrap(headline, { first: "", rest: "  ", width: width - 2 });
  return [
    `${paint("yellow", "?")} ${[first, ...rest].map((line) => paint("bold", line)).join("\n")}`,
    ...missingLines("Missing", verdict.missing, width, paint),
    ...providerLines(verdict.providers, config, width, paint),
    ...ambiguousLines(verdict.ambiguous, width),
  ];
}

function providerLines(
  providers: readonly ProviderFinding[],
  config: string,
  width: number,
  paint: Paint,
): string[] {
  if (providers.length === 0) return [];
  return [
    "",
    paint("bold", `The providers of ${visibleText(config)}`),
    ...providers.flatMap(({ provider, matches, explanation, issuer }) => {
      const mark = matches === null ? "?" : matches ? "✓" : "✗";
      const name = provider === null ? "others" : String(provider + 1);
      const what = issuer.configured === null ? "an issuer that is not known" : issuer.configured;
      return [
        `  ${mark} ${name}  ${oneLine(what, width - 8)}`,
        ...(explanation === "" ? [] : wrap(visibleText(explanation), { first: "       ", width })),
      ];
    }),
  ];
}

function ambiguousLines(ambiguous: readonly number[], width: number): string[] {
  if (ambiguous.length < 2) return [];
  const names = ambiguous.map((index) => index + 1).join(", ");
  return wrap(
    `Several providers match (${names}); which of them Convex tries depends on how they were pushed.`,
    {
      first: "  ",
      width,
    },
  );
}

function missingLines(title: string, missing: readonly Missing[], width: number, paint: Paint): string[] {
  if (missing.length === 0) return [];
  const sentences = missing.map(({ what, provider, because, url }) => {
    const of = provider === null ? "" : `provider ${provider + 1}: `;
    const from = url === null || because.includes(url) ? "" : `: ${url}`;
    const help = what === "jwks" ? " (give the JWKS with --jwks FILE)" : "";
    const variables = because.endsWith("is not in evidence") ? " (give it with --convex-env STAGE=FILE)" : "";
    return visibleText(`${of}${because}${from}${help}${variables}`);
  });
  return [
    "",
    paint("bold", title),
    ...[...new Set(sentences)].flatMap((sentence) => wrap(sentence, { first: "  ", rest: "    ", width })),
  ];
}

/** `4 min 12 s`; the two largest units. */
export function durationText(seconds: number): string {
  const units: [string, number][] = [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ];
  const parts: string[] = [];
  let rest = Math.max(0, Math.floor(seconds));
  for (const [unit, length] of units) {
    const amount = Math.floor(rest / length);
    rest -= amount * length;
    if (amount > 0) parts.push(`${amount} ${unit}`);
  }
  return parts.slice(0, 2).join(" ") || "0 s";
}

/** A time in seconds since 1970 as ISO 8601; in words where it is no date. */
export function timeText(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} s after 1970` : date.toISOString().replace(".000", "");
}
