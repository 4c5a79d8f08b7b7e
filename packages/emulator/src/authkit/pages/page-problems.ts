/** What can be wrong with a form, by the word that stands in the address of the page that shows it again. */
const PROBLEMS = {
  "wrong-password": "The e-mail address or the password is wrong.",
  "too-many-tries": "That was tried too often. Wait a minute, then try again.",
  "no-email": "Enter an e-mail address.",
  "no-password": "Choose a password.",
  "email-taken": "There is an account with this e-mail address already. Sign in with it.",
  "account-gone": "This account does not exist any more. Pick another one.",
  "not-a-member": "This account is not a member of that organization. Pick another one.",
  "challenge-first": "Confirm that you are human first.",
} as const;

export type PageProblem = keyof typeof PROBLEMS;

/** @param word as the address holds it; anything else is no problem */
export function problemText(word: string | undefined): string | null {
  return word !== undefined && Object.hasOwn(PROBLEMS, word) ? PROBLEMS[word as PageProblem] : null;
}
