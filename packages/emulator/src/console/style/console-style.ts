import { PAGE_COLOURS } from "../../authkit/pages/page-style.ts";
import { PANELS_STYLE } from "./panels-style.ts";
import { TIMELINE_STYLE } from "./timeline-style.ts";

/** The look of the console: that of the hosted pages, with room for much at once. From 320 px on. */
export const CONSOLE_STYLE = `${PAGE_COLOURS}
:root {
  --good: #17663a; --good-ground: #eef8f1; --good-line: #b9dfc6;
  --lane: #e3e6ec; --hover: #eef0f4;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root { --good: #86d9a4; --good-ground: #12231a; --good-line: #274a35; --lane: #2a2f39; --hover: #20242c; }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: .9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
h1, h2, h3, h4, p, dl, dd, ul, ol { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h1 { font-size: 1.125rem; letter-spacing: -.01em; }
h2 { font-size: 1rem; }
h3 { font-size: .875rem; margin-top: 1.1rem; }
h4 { font-size: .8125rem; margin-top: .9rem; color: var(--muted); }
a { color: var(--accent); text-underline-offset: .15em; }
code, pre { font-family: var(--mono); font-size: .8125rem; overflow-wrap: anywhere; }
pre {
  margin: .4rem 0 0; padding: .6rem .75rem; max-height: 22rem; overflow: auto; white-space: pre-wrap;
  background: var(--raised); border: 1px solid var(--line); border-radius: .5rem;
}
button, input, select, textarea { font: inherit; color: inherit; }
input, select, textarea {
  width: 100%; min-width: 0; padding: .4rem .6rem; background: var(--card);
  border: 1px solid var(--muted); border-radius: .5rem;
}
textarea { font-family: var(--mono); font-size: .8125rem; resize: vertical; display: block; }
::placeholder { color: var(--muted); opacity: 1; }
label { font-size: .8125rem; font-weight: 600; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.small {
  padding: .25rem .65rem; min-height: 1.875rem; font-size: .8125rem; font-weight: 550; cursor: pointer;
  background: var(--card); border: 1px solid var(--line); border-radius: .5rem; white-space: nowrap;
}
.small:hover { background: var(--hover); border-color: var(--muted); }
.small.strong { background: var(--accent); border-color: transparent; color: var(--on-accent); }
.small.strong:hover { background: var(--accent-hover); }
.hint { color: var(--muted); font-size: .8125rem; }
.unseen {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.skip { position: absolute; left: -999rem; }
.skip:focus { left: .5rem; top: .5rem; z-index: 3; padding: .4rem .8rem; background: var(--card); border-radius: .5rem; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; margin-top: .6rem; }
.row > select, .row > input { flex: 1 1 14rem; }
.pill, .outcome {
  display: inline-block; padding: 0 .5rem; border: 1px solid var(--line); border-radius: 99px; background: var(--raised);
  color: var(--muted); font-size: .75rem; font-weight: 550; line-height: 1.35rem; overflow-wrap: anywhere;
}
[data-outcome=ok]:is(.pill, .outcome, .verdict) { color: var(--good); background: var(--good-ground); border-color: var(--good-line); }
[data-outcome=refused]:is(.pill, .outcome, .verdict) { color: var(--bad); background: var(--bad-ground); border-color: var(--bad-line); }
[data-outcome=fault]:is(.pill, .outcome, .verdict) { color: var(--note); background: var(--note-ground); border-color: var(--note-line); }
.origin {
  padding: .1rem .7rem; border: 1px solid var(--note-line); border-radius: 99px;
  background: var(--note-ground); color: var(--note); font-size: .75rem;
}
.notice { padding: .6rem 1.25rem; background: var(--note-ground); color: var(--note); }
.top {
  display: flex; flex-wrap: wrap; align-items: center; gap: .6rem 1.5rem; padding: .7rem 1.25rem;
  background: var(--card); border-bottom: 1px solid var(--line);
}
.brand { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .8rem; }
.addresses { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-inline-end: auto; }
.addresses div { display: flex; gap: .4rem; align-items: baseline; }
.addresses dt { font-size: .8125rem; color: var(--muted); }
.clock { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem .9rem; }
.clock .now { font-variant-numeric: tabular-nums; font-weight: 650; }
.clock .buttons { display: flex; flex-wrap: wrap; gap: .35rem; }
.clock input { width: 6.5rem; padding-block: .15rem; font-size: .8125rem; }
#reset { margin-inline-start: auto; }
.panes { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; padding: 1rem; }
.single { max-width: 56rem; margin: 1.5rem auto; padding: 0 1rem; }
main:focus { outline: none; }
dialog {
  width: min(46rem, calc(100vw - 1.5rem)); max-height: calc(100vh - 3rem); padding: 1.25rem; overflow: auto;
  background: var(--card); color: var(--text); border: 1px solid var(--line); border-radius: .9rem;
  box-shadow: 0 24px 64px -16px rgb(0 0 0 / 40%);
}
dialog::backdrop { background: rgb(10 12 16 / 45%); }
dialog h2 { font-size: 1.125rem; overflow-wrap: anywhere; }
dialog > form:first-child { float: inline-end; margin-inline-start: 1rem; }
#sure { max-width: 28rem; }
#sure p { margin-top: .5rem; }
#said {
  position: fixed; inset: auto 1rem 1rem; margin-inline: auto; width: fit-content; max-width: min(44rem, calc(100vw - 2rem));
  padding: .55rem 1rem; border-radius: .6rem; background: var(--text); color: var(--ground); font-size: .875rem; z-index: 2;
  box-shadow: 0 8px 32px -8px rgb(0 0 0 / 40%); overflow-wrap: anywhere;
}
#said:empty { display: none; }
#said.problem { background: var(--bad-ground); color: var(--bad); border: 1px solid var(--bad-line); }
@media (min-width: 68rem) {
  body { height: 100vh; display: flex; flex-direction: column; }
  .panes { flex: 1; min-height: 0; grid-template-columns: minmax(0, 1fr) 26rem; padding: 0; gap: 0; }
  main#timeline, aside { overflow: auto; padding: 1rem 1.25rem; }
  aside { border-inline-start: 1px solid var(--line); }
}
${TIMELINE_STYLE}${PANELS_STYLE}`;
