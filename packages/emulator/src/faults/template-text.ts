/** A JWT template with one more claim in front, a text. One that has the claim stays as it is. @param template null: none */
export function withMember(template: string | null, claim: string, value: string): string {
  const member = `${JSON.stringify(claim)}: ${JSON.stringify(value)}`;
  if (template === null || /^\s*\{\s*\}\s*$/.test(template)) return `{ ${member} }`;
  if (template.includes(`${JSON.stringify(claim)}:`)) return template;
  return template.replace("{", () => `{ ${member},`);
}
