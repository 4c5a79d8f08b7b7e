const SECRETS =
  /\bsk_(test|live)_[\w-]+|\b(?:prod|dev|preview|project):[\w:-]+\|[\w+/=-]+|\beyJ[\w-]+\.[\w-]+\.[\w-]*|Fe26\.2\*\S+/g;
const SECRET_ASSIGNMENT =
  /\b([A-Z0-9_]*(?:API_?KEY|SECRET|PASSWORD|TOKEN|DEPLOY_?KEY|ADMIN_?KEY)[A-Z0-9_]*)(\s*[=:]\s*|\s+)(?!\$)("[^"]+"|'[^']+'|[^\s"'&|;]+)/g;

const SECRET_NAME =
  /^--?[\w-]*(?:key|secret|password|token)$|^[A-Z0-9_]*(?:API_?KEY|SECRET|PASSWORD|TOKEN|DEPLOY_?KEY|ADMIN_?KEY)[A-Z0-9_]*$/;

/** Takes secrets out of the words of a command, also where the name is one word and the secret the next. */
export function wordsWithoutSecrets(words: readonly string[]): string[] {
  return words.map((word, index) =>
    SECRET_NAME.test(words[index - 1] ?? "") && !/^[$-]/.test(word) ? "…" : withoutSecrets(word),
  );
}

/** Takes secrets out of a command line or another short quotation. References such as `$NAME` stay. */
export function withoutSecrets(text: string): string {
  return text
    .replace(SECRETS, (_secret, environment?: string) =>
      environment === undefined ? "…" : `sk_${environment}_…`,
    )
    .replace(SECRET_ASSIGNMENT, "$1$2…");
}
