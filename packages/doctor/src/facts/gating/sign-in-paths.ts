/** Whether a path is named like a page where people sign in, without what follows `?` or `#`. */
export function isSignInPath(path: string): boolean {
  return /^\/(?:[\w-]+\/)*(?:sign-?in|log-?in)\/?(?:[?#].*)?$/i.test(path);
}
