/**
 * A provider for `auth.config.ts` of a real development deployment, with the key of this machine's emulator in a `data:` URL:
 * Convex's cloud cannot fetch anything from here.
 *
 * @param jwks as the emulator publishes it
 */
export function providerSnippet(issuer: string, jwks: { keys: Record<string, unknown>[] }): string {
  // What Convex verifies with; certificates and the like would only make it longer.
  const keys = jwks.keys.map(({ kty, n, e, kid, alg, use }) => ({ kty, n, e, kid, alg, use }));
  const data = Buffer.from(JSON.stringify({ keys })).toString("base64");
  return `    // Tokens of \`convex-authkit dev\` on one machine, in the place of WorkOS's. For a development deployment only.
    {
      type: "customJwt",
      issuer: "${issuer}",
      algorithm: "RS256",
      jwks: "data:application/json;base64,${data}",
    },
`;
}
