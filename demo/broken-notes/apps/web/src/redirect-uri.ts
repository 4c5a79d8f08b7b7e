/** Where AuthKit returns to: the same value that convex.json registers for the stage. */
export function redirectUri(): string | undefined {
  if (process.env.VERCEL_ENV === "preview") return `https://${process.env.VERCEL_BRANCH_URL}/callback`;
  if (process.env.VERCEL_ENV === "production") {
    return `https://${process.env.VERCEL_PROJECT_PRODUCTION_URL}/callback`;
  }
  return process.env.NEXT_PUBLIC_WORKOS_REDIRECT_URI;
}
