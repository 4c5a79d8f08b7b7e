import type { SignInFailure, SignInFailureKind } from "./sign-in-failure.ts";

const STATUS: Record<SignInFailureKind, number> = {
  denied: 403,
  refused: 403,
  expired: 400,
  unavailable: 503,
  failed: 500,
};

const STYLE = `
:root { color-scheme: light dark; }
body { max-width: 34rem; margin: 4rem auto; padding: 0 1.25rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; }
form { margin-top: 1.5rem; }
button { padding: 0.6rem 1.1rem; border: 1px solid; border-radius: 0.5rem; background: none; color: inherit; font: inherit; cursor: pointer; }
a { color: inherit; }
`;

/**
 * A plain page that says why nobody is signed in, in light and dark, without scripts: a sentence, “Try again”, and the way to the
 * start page.
 *
 * @param basePath of the app, `""` where it has none
 * @param signInPath the route of `signInRoute()`, below it
 */
export function signInFailurePage(failure: SignInFailure, basePath: string, signInPath: string): Response {
  const { kind, says, returnTo } = failure;
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>You are not signed in</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>You are not signed in</h1>
<p>${escaped(says)}</p>
<form action="${escaped(basePath + signInPath)}" method="get">
<input type="hidden" name="returnTo" value="${escaped(returnTo)}">
<button>Try again</button>
</form>
<p><a href="${escaped(basePath)}/">Go to the start page</a></p>
</main>
</body>
</html>
`;
  return new Response(page, {
    status: STATUS[kind],
    headers: { "Content-Type": "text/html; charset=utf-8", "X-Content-Type-Options": "nosniff" },
  });
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
