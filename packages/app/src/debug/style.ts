/** The page's own look; it follows the app's colour scheme and touches nothing outside of itself. */
export const STYLE = `
.convex-authkit-debug {
  --cd-line: light-dark(#d4d4dc, #3a3a44);
  --cd-quiet: light-dark(#54545f, #a8a8b4);
  --cd-good: light-dark(#176b3a, #6ee7a0);
  --cd-bad: light-dark(#b3261e, #ffb4ab);
  --cd-wait: light-dark(#8a5a00, #ffd479);
  font-size: 0.95rem;
  line-height: 1.5;
}
.convex-authkit-debug .chain { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 0.75rem; margin: 1rem 0; padding: 0; list-style: none; }
.convex-authkit-debug .chain li { padding: 0.75rem 0.9rem; border: 1px solid var(--cd-line); border-top: 4px solid var(--cd-quiet); border-radius: 0.5rem; overflow-wrap: anywhere; }
.convex-authkit-debug > p { overflow-wrap: anywhere; }
.convex-authkit-debug .chain p { margin: 0.35rem 0 0; }
.convex-authkit-debug .status { color: var(--cd-quiet); }
.convex-authkit-debug li.holds { border-top-color: var(--cd-good); }
.convex-authkit-debug li.holds .status { color: var(--cd-good); }
.convex-authkit-debug li.broken { border-top-color: var(--cd-bad); }
.convex-authkit-debug li.broken .status { color: var(--cd-bad); font-weight: 600; }
.convex-authkit-debug li.waiting { border-top-color: var(--cd-wait); }
.convex-authkit-debug li.waiting .status { color: var(--cd-wait); }
.convex-authkit-debug .actions { display: flex; flex-wrap: wrap; gap: 0.6rem; }
.convex-authkit-debug h2 { margin: 1.75rem 0 0.5rem; font-size: 1.1rem; }
.convex-authkit-debug .table { max-width: 100%; overflow-x: auto; }
.convex-authkit-debug table { width: 100%; border-collapse: collapse; }
.convex-authkit-debug th, .convex-authkit-debug td { padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid var(--cd-line); text-align: start; vertical-align: top; overflow-wrap: anywhere; }
.convex-authkit-debug td { min-width: 5.5rem; }
.convex-authkit-debug td:first-child { white-space: nowrap; }
.convex-authkit-debug th { color: var(--cd-quiet); font-weight: 500; white-space: nowrap; }
`;
