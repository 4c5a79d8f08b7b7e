/** The cards beside the timeline, and what stands in them and in the dialog. */
export const PANELS_STYLE = `
aside { display: flex; flex-direction: column; gap: .75rem; min-width: 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .8rem; flex: none; }
.card > summary { padding: .6rem .9rem; cursor: pointer; border-radius: .8rem; }
.card > summary h2 { display: inline; font-size: .9375rem; }
summary::marker { color: var(--muted); }
.card > .body { padding: 0 .9rem .9rem; }
.line { display: flex; flex-wrap: wrap; align-items: center; gap: .15rem .6rem; overflow-wrap: anywhere; }
.line > * { min-width: 0; }
.line strong { font-weight: 600; }
.line .small { margin-inline-start: auto; }
.list > li + li { margin-top: .7rem; padding-top: .7rem; border-top: 1px solid var(--line); }
.list .line.hint { display: block; }
.late { color: var(--bad); }
.body > :is(p, pre) + :is(p, .row) { margin-top: .6rem; }
.card > summary [data-part] { margin-inline-start: .5rem; }
.body > label, .body form > label { display: block; margin: .8rem 0 .25rem; }
.body form > button { margin-top: .6rem; }
.body > [data-part] + label { margin-top: 1rem; }
.plain > li { margin-top: .35rem; overflow-wrap: anywhere; font-size: .875rem; }
.functions { max-height: 14rem; overflow: auto; }
.faults h3 { margin-top: 1rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
.fault { border-bottom: 1px solid var(--line); }
.fault > summary { padding: .45rem 0; cursor: pointer; font-size: .875rem; overflow-wrap: anywhere; }
.fault > summary > code { display: block; margin-inline-start: 1rem; color: var(--muted); font-size: .75rem; }
.fault > :not(summary) { margin-inline-start: 1rem; }
.fault > p { font-size: .875rem; margin-bottom: .3rem; overflow-wrap: anywhere; }
.fault form { padding: .3rem 0 .9rem; }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .5rem .75rem; }
.grid .own { grid-column: 1 / -1; }
.grid label { display: block; margin-bottom: .15rem; }
.verdict { margin-top: .8rem; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: .6rem; overflow-wrap: anywhere; }
.verdict h3 { margin: 0; font-size: .9375rem; }
.provider { margin-top: .6rem; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: .6rem; overflow-wrap: anywhere; }
.facts { margin-top: .6rem; display: grid; gap: .35rem; }
.facts > div { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .1rem .75rem; }
.facts dt { color: var(--muted); font-size: .8125rem; }
.facts dd { overflow-wrap: anywhere; }
.facts dd .hint { display: inline-block; }
@media (max-width: 26rem) { .facts > div { grid-template-columns: minmax(0, 1fr); } }
`;
