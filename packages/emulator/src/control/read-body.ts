/** A request that cannot be carried out as it is: its message is a sentence for the caller. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";
}

/** The members of a request's body. */
export interface Body {
  /** @throws {BadRequest} where it is absent or no text */
  text(name: string, about: string): string;
  /** @throws {BadRequest} where it is there and no text */
  optionalText(name: string, about: string): string | undefined;
  /** As it is. */
  value(name: string): unknown;
}

/**
 * Reads a JSON object. Only with the content type of JSON, which a page of another origin cannot send unasked.
 *
 * @throws {BadRequest} a sentence
 */
export async function readBody(request: Request): Promise<Body> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\b/i.test(type))
    throw new BadRequest(
      `Send a JSON object with the header "content-type: application/json"${type === "" ? "" : `, not ${type}`}.`,
    );
  const members = parse(await request.text());
  const text = (name: string, about: string): string => {
    const value = members[name];
    if (typeof value === "string" && value !== "") return value;
    throw new BadRequest(`"${name}" must be ${about}.`);
  };
  return {
    text,
    optionalText: (name, about) =>
      members[name] === undefined || members[name] === null ? undefined : text(name, about),
    value: (name) => (Object.hasOwn(members, name) ? members[name] : undefined),
  };
}

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadRequest(
      `The body is no JSON: ${error instanceof Error ? error.message : String(error)}. Send a JSON object.`,
    );
  }
  if (!isObject(value)) throw new BadRequest("The body is JSON, but no object. Send a JSON object.");
  return value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
