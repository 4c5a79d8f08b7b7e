/** Whether a step of a remedy is a command alone, as the contract of `FailureMode.remedy` says it may be. */
export function isCommand(step: string): boolean {
  return /^(?:\(cd |(?:npx|npm|pnpm|yarn|bunx?|git|vercel|netlify|node) )[^\n]*$/.test(step);
}
