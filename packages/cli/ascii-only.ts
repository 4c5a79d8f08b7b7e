import type { Rolldown } from "tsdown";

/**
 * Writes what is built in ASCII: V8 keeps a text with a single other character in two bytes each, which doubles what is
 * read and scanned at every start. Strings, templates, regular expressions and comments mean the same with escapes;
 * `String.raw` does not, so it is refused.
 */
export function asciiOnly(): Rolldown.Plugin {
  return {
    name: "ascii-only",
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== "chunk") continue;
        const [raw] = /\bString\.raw`[^`]*[^\0-\x7F`][^`]*`/.exec(output.code) ?? [];
        if (raw !== undefined) this.error(`String.raw holds characters that cannot be escaped: ${raw}`);
        output.code = output.code.replace(
          /[^\0-\x7F]/g,
          (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
        );
      }
    },
  };
}
