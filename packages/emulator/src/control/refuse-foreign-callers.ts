/**
 * Who may use the control endpoint: this machine, and of web pages only the emulator's own. A page of another origin must not
 * switch faults or sign anybody in, and a foreign name that resolves to this machine (DNS rebinding) must not make a page of
 * another origin look like an own one.
 *
 * @returns a sentence where the caller is refused
 */
export function refuseForeignCallers(request: Request): string | null {
  const { host, hostname, origin } = new URL(request.url);
  if (!isLoopback(hostname))
    return `The control endpoint answers to the names of this machine, such as localhost, and not to ${host}.`;
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none")
    return "The control endpoint does not answer to pages of other origins. Use it from a program, or from the emulator's own pages.";
  const caller = request.headers.get("origin");
  if (caller !== null && caller !== origin)
    return `The control endpoint does not answer to pages of ${caller}. Use it from a program, or from the emulator's own pages.`;
  return null;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d+){3}$/.test(hostname);
}
