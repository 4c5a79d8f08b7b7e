import { UserError } from "../../user-error.ts";

/**
 * Reads `ID` or `ID:name=value,times=3,for=60s,user=ada@example.com` and writes it as the emulator reads it: `ID?name=value&…`, which
 * is understood as well.
 *
 * @throws UserError for a part that is no setting
 */
export function faultOption(value: string): string {
  const [, id = "", mark = "", rest = ""] = /^\s*([^:?\s]*)([:?]?)(.*)$/s.exec(value) ?? [];
  if (id === "") throw new UserError("--fault needs the id of a fault. `--fault list` names them all.");
  if (mark !== ":") return value.trim();
  const settings = new URLSearchParams();
  for (const setting of rest.split(",")) {
    const [, name, text] = /^\s*([A-Za-z]\w*)\s*=(.*)$/s.exec(setting) ?? [];
    if (name === undefined || text === undefined)
      throw new UserError(
        `--fault ${value}: "${setting}" is no setting. Write ${id}:times=3,for=60s and the like.`,
      );
    settings.append(name, text.trim());
  }
  return `${id}?${settings.toString()}`;
}
