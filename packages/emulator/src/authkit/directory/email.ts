/** Whether it looks like an address: something, an at sign, something; no white space. */
export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text) && text.length <= 320;
}
