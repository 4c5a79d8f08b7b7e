/** What a URL answered. */
export interface Document {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: string;
}

/** Convex's HTTP client follows so many. */
const MOST_REDIRECTS = 10;

/** No key set comes near it; without a limit an endless answer would fill the memory. */
const MOST_BYTES = 8 * 1024 * 1024;

/** The headers that Convex sends where it asks for a JWKS. */
export const REQUEST_HEADERS = { accept: "application/json", "user-agent": "Convex/1.0" } as const;

/**
 * Gets a URL as Convex's backend does: one GET, redirects followed, no time limit.
 *
 * @param signal ends the request when the emulator closes
 * @returns the answer, or why there is none, in the words of Convex's HTTP client
 */
export async function fetchDocument(url: string, signal: AbortSignal): Promise<Document | { error: string }> {
  let address = url;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    if (!/^https?:/.test(address)) return { error: `builder error for url (${address})` };
    let response: Response;
    try {
      response = await fetch(address, { headers: REQUEST_HEADERS, redirect: "manual", signal });
    } catch {
      return { error: `error sending request for url (${address})` };
    }
    const location = response.headers.get("location");
    if (location === null || ![301, 302, 303, 307, 308].includes(response.status))
      return read(response, address);
    await response.body?.cancel();
    if (!URL.canParse(location, address)) return read(response, address);
    address = new URL(location, address).href;
  }
  return { error: `error following redirect for url (${address}): too many redirects` };
}

async function read(response: Response, address: string): Promise<Document | { error: string }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk as Uint8Array);
      length += (chunk as Uint8Array).length;
      if (length > MOST_BYTES) return { error: `the answer of ${address} is longer than 8 MiB` };
    }
  } catch {
    return { error: `error decoding response body for url (${address})` };
  }
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.concat(chunks).toString(),
  };
}
