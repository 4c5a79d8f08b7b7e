/**
 * Whether a step of a remedy is to be copied as it stands: a command alone, as the contract of `FailureMode.remedy` says
 * it may be, or a piece of code alone.
 */
export function isVerbatim(step: string): boolean {
  return /^(?:\(cd |(?:npx|npm|pnpm|yarn|bunx?|git|vercel|netlify|node) |[{<])[^\n]*$/.test(step);
}
