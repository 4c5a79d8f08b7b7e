import type { PlantedAnswer } from "../faults/junctions.ts";

/** Marks an answer that is none: the server cuts the connection. Never goes over the wire. */
const RESET_HEADER = "x-emulator-connection-reset";

/** The answer a fault plants, for an endpoint to return in the place of its own. */
export function plantedResponse(planted: PlantedAnswer): Response {
  if ("reset" in planted) return new Response(null, { status: 502, headers: { [RESET_HEADER]: "1" } });
  const { status, headers, body } = planted;
  if (typeof body === "string") return new Response(body, { status, headers: headers ?? {} });
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
  });
}

/** Whether the connection is to be cut in the place of this answer. */
export function isConnectionReset(response: Response): boolean {
  return response.headers.has(RESET_HEADER);
}
