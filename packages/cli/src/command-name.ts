/** How the user called this command, so that hints can be copied: through npx, or as a linked or global command. */
export function commandName(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return env["npm_command"] === "exec" ? "npx convex-authkit" : "convex-authkit";
}
