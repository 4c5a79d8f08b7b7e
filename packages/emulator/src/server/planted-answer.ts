import type { PlantedAnswer } from "../faults/junctions.ts";
import { asResponse, jsonAnswer, type TextAnswer } from "./text-answer.ts";

/** Marks an answer that is none: the server cuts the connection. Never goes over the wire. */
const RESET_HEADER = "x-emulator-connection-reset";

/** The answer a fault plants, for an endpoint to return in the place of its own. */
export function plantedAnswer(planted: PlantedAnswer): TextAnswer {
  if ("reset" in planted) return { status: 502, headers: { [RESET_HEADER]: "1" }, body: "" };
  const { status, body } = planted;
  const headers = Object.fromEntries(
    Object.entries(planted.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  if (typeof body !== "string") return jsonAnswer(body, status, headers);
  return { status, headers: { "content-type": "text/plain;charset=UTF-8", ...headers }, body };
}

/** The same for endpoints that answer with a `Response`. */
export function plantedResponse(planted: PlantedAnswer): Response {
  return asResponse(plantedAnswer(planted));
}

/** Whether the connection is to be cut in the place of this answer. */
export function isConnectionReset({ headers }: TextAnswer): boolean {
  return RESET_HEADER in headers;
}

/** The same of a `Response`. Apart, because to ask what something is would load Node's web classes. */
export function isResetResponse({ headers }: Response): boolean {
  return headers.has(RESET_HEADER);
}
