/** The colours of everything that the emulator shows in a browser, in the reader's own colour scheme. */
export const PAGE_COLOURS = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f8; --card: #ffffff; --text: #15181e; --muted: #565e6c; --line: #d8dce3; --raised: #f7f8fa;
  --accent: #4338ca; --on-accent: #ffffff; --accent-hover: #3730a3;
  --bad: #a3160d; --bad-ground: #fdf1f0; --bad-line: #f3c3bf;
  --note: #6b4a00; --note-ground: #fdf6e3; --note-line: #ecd9a5;
  --mark: #ffe08a; --on-mark: #15181e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1014; --card: #171a20; --text: #eceef2; --muted: #a9b1be; --line: #2d323c; --raised: #1d2129;
    --accent: #b3bcff; --on-accent: #14161c; --accent-hover: #ccd2ff;
    --bad: #ffb4ab; --bad-ground: #2b1614; --bad-line: #5c2b27;
    --note: #f2d48a; --note-ground: #262012; --note-line: #574a25;
    --mark: #6b5300; --on-mark: #fff3cf;
  }
}
`;

/** The look of the hosted pages: calm, in the reader's own colour scheme, from 320 px on. */
export const PAGE_STYLE = `${PAGE_COLOURS}* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; padding: 1.25rem 1rem 3rem;
  background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  display: flex; flex-direction: column; align-items: center;
}
.origin {
  display: inline-block; margin: 0 0 clamp(1.25rem, 7vh, 4rem); padding: .25rem .8rem;
  border: 1px solid var(--note-line); border-radius: 99px;
  background: var(--note-ground); color: var(--note); font-size: .8125rem; text-align: center;
}
main {
  width: 100%; max-width: 26rem; padding: 1.75rem;
  background: var(--card); border: 1px solid var(--line); border-radius: 1rem;
  box-shadow: 0 1px 2px rgb(0 0 0 / 4%), 0 12px 32px -12px rgb(0 0 0 / 12%);
}
main.wide { max-width: 42rem; }
h1 { margin: 0; font-size: 1.375rem; line-height: 1.3; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { margin: 1.75rem 0 .5rem; font-size: .9375rem; }
p { margin: .5rem 0 0; }
.lead, .hint { color: var(--muted); }
.hint { font-size: .875rem; }
main > .hint { margin-top: 1.25rem; }
.optional { font-weight: 400; color: var(--muted); }
a { color: var(--accent); text-underline-offset: .15em; }
form { margin: 0; }
.problem {
  margin: 1.25rem 0 0; padding: .7rem .9rem; border: 1px solid var(--bad-line); border-radius: .6rem;
  background: var(--bad-ground); color: var(--bad); font-size: .9375rem; overflow-wrap: anywhere;
}
.choices { list-style: none; margin: 1.25rem 0 0; padding: 0; display: grid; gap: .5rem; }
button, input { font: inherit; color: inherit; }
button { cursor: pointer; }
.choice {
  width: 100%; display: grid; grid-template-columns: 2.25rem minmax(0, 1fr) auto; align-items: center; gap: .8rem;
  padding: .6rem .75rem; text-align: start; background: var(--card);
  border: 1px solid var(--line); border-radius: .7rem;
}
.choice:hover { background: var(--raised); border-color: var(--muted); }
.choice .badge {
  width: 2.25rem; height: 2.25rem; display: grid; place-items: center; border-radius: 99px;
  background: var(--raised); border: 1px solid var(--line); color: var(--muted); font-size: .8125rem; font-weight: 600;
}
.choice .name { display: block; font-weight: 550; overflow-wrap: anywhere; }
.choice .detail { display: block; font-size: .875rem; color: var(--muted); overflow-wrap: anywhere; }
.choice .arrow { color: var(--muted); }
.or { display: flex; align-items: center; gap: .8rem; margin: 1.5rem 0 0; color: var(--muted); font-size: .8125rem; }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--line); }
.fields { margin-top: 1rem; display: grid; gap: .9rem; }
.fields label { display: block; margin-bottom: .3rem; font-size: .875rem; font-weight: 550; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .9rem; }
input:not([type=hidden]) {
  width: 100%; padding: .6rem .75rem; background: var(--card);
  border: 1px solid var(--muted); border-radius: .6rem;
}
input[aria-invalid=true] { border-color: var(--bad); }
.primary {
  width: 100%; padding: .65rem 1rem; border: 1px solid transparent; border-radius: .6rem;
  background: var(--accent); color: var(--on-accent); font-weight: 600;
}
.primary:hover { background: var(--accent-hover); }
.plain { margin: -.25rem; padding: .25rem; border: 0; background: none; color: var(--muted); text-decoration: underline; text-underline-offset: .15em; }
.plain:hover { color: var(--text); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.foot {
  margin-top: 1.5rem; padding-top: 1.1rem; border-top: 1px solid var(--line);
  display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .5rem 1rem; font-size: .9375rem;
}
dl { margin: 1.25rem 0 0; }
dt { margin-top: .9rem; font-size: .8125rem; font-weight: 600; color: var(--muted); }
dd { margin: .2rem 0 0; }
ul.addresses { list-style: none; margin: .3rem 0 0; padding: 0; display: grid; gap: .35rem; }
code { font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.address { display: block; padding: .45rem .65rem; background: var(--raised); border: 1px solid var(--line); border-radius: .5rem; }
mark { background: var(--mark); color: var(--on-mark); border-radius: .2rem; }
@media (max-width: 26rem) { main { padding: 1.25rem; } }
@media (prefers-reduced-motion: no-preference) { .choice, .primary { transition: background-color .12s, border-color .12s; } }
`;
