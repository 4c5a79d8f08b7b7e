import { STEPS } from "@convex-authkit/core";

/** In which lane a step's events have their dots. */
const LANES = STEPS.map(
  (step, index) => `.event[data-step=${step}] .lanes .dot { grid-column: ${index + 1}; }`,
).join("\n");

/** The timeline: the chain as the head of its lanes, and a row per event. */
export const TIMELINE_STYLE = `
#filter .head { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; }
#filter h2 { flex: 1 0 100%; }
#filter .head input { flex: 1 1 10rem; }
#filter .head select { flex: 0 1 9rem; }
.dot {
  width: .75rem; height: .75rem; display: inline-grid; place-items: center; border-radius: 99px;
  background: var(--muted); color: var(--card); font: 700 .5625rem/1 system-ui, sans-serif;
}
.dot[data-outcome=none] { background: none; border: 2px solid var(--lane); }
.dot[data-outcome=info] { background: var(--card); border: 2px solid var(--muted); }
.dot[data-outcome=ok] { background: var(--good); }
.dot[data-outcome=refused] { background: var(--bad); }
.dot[data-outcome=refused]::before { content: "×"; font-size: .8125rem; }
.dot[data-outcome=fault] { background: var(--note); border-radius: .2rem; }
.dot[data-outcome=fault]::before { content: "!"; }
.chain { border: 0; padding: 0; margin: .75rem 0 0; display: flex; flex-wrap: wrap; gap: .35rem; min-width: 0; }
.station {
  position: relative; display: inline-flex; align-items: center; gap: .4rem; padding: .2rem .6rem; cursor: pointer;
  border: 1px solid var(--line); border-radius: 99px; background: var(--card); font-weight: 500;
}
.station:hover { border-color: var(--muted); }
.station input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; z-index: 1; opacity: 0; cursor: pointer; }
.station:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
.station:has(:checked) { border-color: var(--accent); background: var(--raised); color: var(--accent); font-weight: 650; }
.station .state { display: inline-flex; align-items: center; gap: .35rem; }
.station .count { font-variant-numeric: tabular-nums; color: var(--muted); }
.events { margin-top: .75rem; }
.event {
  position: relative; display: grid; grid-template-columns: auto 1fr; gap: .15rem .8rem; align-items: center; padding: .5rem 0;
  border-top: 1px solid var(--line);
}
.event time { font-size: .75rem; color: var(--muted); font-variant-numeric: tabular-nums; }
.event .what { grid-column: 1 / -1; min-width: 0; }
.event a { color: inherit; font-weight: 500; text-decoration: none; overflow-wrap: anywhere; }
.event a::after { content: ""; position: absolute; inset: 0; border-radius: .4rem; }
.event:is([data-outcome=refused], [data-outcome=fault]) a { font-weight: 600; }
.event:hover a { text-decoration: underline; text-decoration-thickness: 1px; }
.event a:focus-visible { outline: none; }
.event a:focus-visible::after { outline: 3px solid var(--accent); outline-offset: -2px; }
.event .about { display: flex; flex-wrap: wrap; align-items: center; gap: .15rem .75rem; font-size: .8125rem; color: var(--muted); overflow-wrap: anywhere; }
.event .about > * { min-width: 0; }
.lanes {
  display: grid; grid-template-columns: repeat(10, 1fr); justify-items: center; align-items: center; width: min(100%, 12rem); min-height: .75rem;
  background: linear-gradient(var(--lane), var(--lane)) center / 100% 2px no-repeat;
}
${LANES}
.older { padding: .9rem 0 2rem; }
.empty { color: var(--muted); font-size: .875rem; padding: .4rem 0; }
@media (max-width: 67.99rem) { .events { max-height: 80vh; overflow: auto; border-bottom: 1px solid var(--line); } }
main > .empty { padding: 2.5rem 0; text-align: center; }
@media (min-width: 48rem) {
  .event { grid-template-columns: 5.75rem 16rem minmax(0, 1fr); gap: 0 1rem; padding: 0; border-top: 0; }
  .event::before { content: ""; position: absolute; inset: 0 0 auto 0; border-top: 1px solid var(--line); }
  .event .what { grid-column: auto; padding: .45rem 0; }
  .event:hover { background: var(--hover); }
  .lanes {
    width: 16rem; align-self: stretch;
    background: repeating-linear-gradient(to right, transparent 0 calc(.8rem - 1px), var(--lane) calc(.8rem - 1px) calc(.8rem + 1px), transparent calc(.8rem + 1px) 1.6rem);
  }
  .chain {
    display: grid; grid-template-columns: 6.75rem repeat(10, 1.6rem) minmax(0, 1fr); gap: 0; align-items: end;
  }
  .station { padding: 0; border: 0; border-radius: .4rem; background: none; }
  .station:not(.every) { width: 1.6rem; flex-direction: column; justify-content: end; gap: .35rem; padding: .4rem 0 .5rem; }
  .station:not(.every):first-of-type { margin-inline-start: 0; }
  .station:not(.every) .name { writing-mode: vertical-rl; transform: rotate(180deg); line-height: 1.6rem; font-size: .8125rem; }
  .station .state { flex-direction: column; gap: .3rem; }
  .station .count { font-size: .6875rem; }
  .station:hover { background: var(--hover); }
  .station:has(:checked) { background: var(--hover); }
  .station.every { align-self: end; justify-self: start; padding: .3rem .5rem; margin-inline-start: -.5rem; margin-bottom: .35rem; }
  .events { margin-top: 0; }
  #filter h2 { flex: 1 0 auto; }
  #filter .head input { flex: 0 1 16rem; }
}
@media (min-width: 68rem) and (min-height: 40rem) {
  #filter { position: sticky; top: -1rem; z-index: 1; margin: -1rem -1.25rem 0; padding: 1rem 1.25rem 0; background: var(--ground); }
}
@media (min-width: 86rem) {
  #filter .head { position: relative; z-index: 1; margin-inline-start: 23.75rem; }
  #filter h2 { position: absolute; inset-inline-start: -23.75rem; }
  .chain { margin-top: -1.5rem; }
}
@media (prefers-reduced-motion: no-preference) {
  .event.new { animation: arrive 1.2s ease-out; }
  @keyframes arrive { from { background: var(--hover); } to { background: transparent; } }
  .small, .station { transition: background-color .12s, border-color .12s; }
}
`;
