// npm run picture: docs/doctor.png, the doctor's real output on the project that is broken on purpose.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { findChromium } from "./find-chromium.mjs";

const root = join(import.meta.dirname, "..");
const COLUMNS = 110;

/** Catppuccin-like colours on a dark terminal, by SGR code. */
const STYLES: Record<string, string> = {
  1: "font-weight:600",
  2: "opacity:.62",
  3: "font-style:italic",
  4: "text-decoration:underline",
  31: "color:#f38ba8",
  32: "color:#a6e3a1",
  33: "color:#f9e2af",
  34: "color:#89b4fa",
  35: "color:#cba6f7",
  36: "color:#94e2d5",
  90: "color:#7f849c",
};
const ENDS: Record<string, string[]> = {
  0: Object.keys(STYLES),
  22: ["1", "2"],
  23: ["3"],
  24: ["4"],
  39: ["31", "32", "33", "34", "35", "36", "90"],
};

const ESC = String.fromCharCode(27);
const ESCAPE = new RegExp(`(${ESC}\\[[\\d;]*m)`);

function htmlOf(ansi: string): string {
  const active = new Set<string>();
  return ansi
    .split(ESCAPE)
    .map((piece) => {
      if (!piece.startsWith(`${ESC}[`)) {
        const text = piece.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
        const style = [...active].map((code) => STYLES[code]).join(";");
        return text === "" || style === "" ? text : `<span style="${style}">${text}</span>`;
      }
      for (const code of piece.slice(2, -1).split(";")) {
        for (const ended of ENDS[code || "0"] ?? []) active.delete(ended);
        if (STYLES[code] !== undefined) active.add(code);
      }
      return "";
    })
    .join("");
}

const { stdout } = spawnSync(
  process.execPath,
  [join(root, "packages/cli/bin/convex-authkit.js"), "demo/broken-notes"],
  { cwd: root, encoding: "utf8", env: { ...process.env, FORCE_COLOR: "1", COLUMNS: String(COLUMNS) } },
);
const page = `<!doctype html><body style="margin:0;background:#1e1e2e;color:#cdd6f4">
<pre style="margin:0;padding:28px 32px;font:15px/1.5 'DejaVu Sans Mono',monospace;display:inline-block;min-width:${COLUMNS}ch"><span style="opacity:.62">$</span> npx convex-authkit

${htmlOf(stdout)}</pre>`;

const browser = await chromium.launch({
  executablePath: findChromium() ?? "chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const tab = await browser.newPage({ deviceScaleFactor: 2 });
await tab.setContent(page);
await tab.locator("pre").screenshot({ path: join(root, "docs/doctor.png") });
await browser.close();
