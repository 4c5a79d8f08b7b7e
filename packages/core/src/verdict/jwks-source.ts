import { readDataUrl } from "./data-url.ts";
import { type Failure, failure, quote, shorten } from "./failure.ts";
import { httpStatusText } from "./http-status.ts";
import type { Jwk } from "./jwk.ts";
import { readKeySet } from "./key-set.ts";
import { BAD_DATA_URL, contentTypeMessage, couldNotFetchMessage, INTERNAL_ERROR } from "./messages.ts";
import type { JwksAnswer, JwksInput, JwksResolver } from "./types.ts";

/** The keys behind a `jwks` URL, why Convex cannot get them, or why we cannot tell. */
export type KeysReading = { keys: Jwk[] } | Failure | { unknown: string };

/** Gets the keys behind a `jwks` URL of the config. Asks for the same URL once. Never rejects. */
export function keysFrom(input: JwksInput | undefined): (url: string) => Promise<KeysReading> {
  const answers = new Map<string, Promise<KeysReading>>();
  return (url) => {
    const known = answers.get(url);
    if (known !== undefined) return known;
    const reading = readKeys(url, input);
    answers.set(url, reading);
    return reading;
  };
}

async function readKeys(url: string, input: JwksInput | undefined): Promise<KeysReading> {
  if (url.startsWith("data:")) {
    const body = readDataUrl(url);
    return body === undefined
      ? failure(
          "jwks",
          "jwks-data-url-malformed",
          BAD_DATA_URL,
          "The `data:` URL in `jwks` cannot be decoded: it lacks a comma, or its base64 is broken.",
        )
      : readKeySet(body, url);
  }
  if (!URL.canParse(url))
    return failure(
      "internal",
      "jwks-url-invalid",
      INTERNAL_ERROR,
      `The \`jwks\` of the provider is no URL: ${quote(url)}. Convex does not check it at push time and fails when a token arrives.`,
    );
  if (input === undefined || input === null)
    return { unknown: `the keys behind ${shorten(url)} are not at hand` };
  if (typeof input === "function") return ask(url, input as JwksResolver);
  const body = asText(input);
  return body === undefined ? { unknown: "the JWKS that was handed in is no JSON" } : readKeySet(body, url);
}

async function ask(url: string, resolver: JwksResolver): Promise<KeysReading> {
  let answer: JwksAnswer;
  try {
    answer = await resolver(url);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { unknown: `${shorten(url)} could not be asked (${shorten(why)})` };
  }
  if (typeof answer !== "object" || answer === null)
    return { unknown: `nothing came back for ${shorten(url)}` };
  if ("error" in answer && typeof answer.error === "string") return unreachable(url, answer.error);
  if (!("status" in answer) || typeof answer.status !== "number")
    return { unknown: `what came back for ${shorten(url)} has no status` };
  if (answer.status !== 200) return refusedByStatus(url, answer.status);
  const contentType = answer.contentType ?? "unknown";
  if (!isJsonType(contentType))
    return failure(
      "jwks",
      "jwks-content-type",
      contentTypeMessage(url, contentType),
      answer.contentType === null
        ? `${shorten(url)} answers without a content type.`
        : `${shorten(url)} answers with the content type ${quote(contentType)}.`,
    );
  const body = asText(answer.body);
  return body === undefined ? { unknown: `the body of ${shorten(url)} is no text` } : readKeySet(body, url);
}

function unreachable(url: string, error: string): Failure {
  return failure(
    "jwks",
    "jwks-unreachable",
    couldNotFetchMessage(url, error),
    `Convex gets no answer from ${shorten(url)}: ${shorten(error)}.`,
    isLoopback(url) ? "emulator-jwks-unreachable" : undefined,
  );
}

function refusedByStatus(url: string, status: number): Failure {
  // Convex's cloud fetches through a proxy that answers 407 for addresses it does not let through.
  const error = status === 407 ? `Request to ${url} forbidden` : httpStatusText(status);
  return failure(
    "jwks",
    "jwks-status",
    couldNotFetchMessage(url, error),
    `${shorten(url)} answers with the status ${status}, where Convex takes 200 alone.`,
    status === 407 ? "emulator-jwks-unreachable" : undefined,
  );
}

function isLoopback(url: string): boolean {
  return /^(?:localhost|.*\.localhost|127(?:\.[0-9]+){3}|\[::1\]|host\.docker\.internal)$/.test(
    new URL(url).hostname,
  );
}

/** JSON or a JWK set; a charset other than UTF-8 is refused, other parameters are not looked at. */
function isJsonType(contentType: string): boolean {
  const [type = "", ...parameters] = contentType.split(";").map((part) => part.trim().toLowerCase());
  if (type !== "application/json" && type !== "application/jwk-set+json") return false;
  const charset = parameters.find((parameter) => /^charset *=/.test(parameter));
  return charset === undefined || /^charset *= *"?utf-8"?$/.test(charset);
}

function asText(body: unknown): string | undefined {
  if (typeof body === "string") return body;
  if (typeof body !== "object" || body === null) return undefined;
  try {
    return JSON.stringify(body);
  } catch {
    return undefined;
  }
}
