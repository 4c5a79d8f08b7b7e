import type { FaultSetting, ParameterValue } from "../faults/fault.ts";
import { BadRequest, type Body, isObject } from "./read-body.ts";

/**
 * The fault a request switches on: `{"fault": "rate-limit?times=2"}`, or `{"id": "rate-limit", "times": 2, …}`.
 *
 * @throws {BadRequest} a sentence about the shape; what the fault understands is checked by the switchboard
 */
export function faultSettingFrom(body: Body): FaultSetting | string {
  const short = body.optionalText("fault", 'a text such as "rate-limit" or "rate-limit?times=2"');
  if (short !== undefined) return short;
  const times = body.value("times");
  if (times !== undefined && typeof times !== "number")
    throw new BadRequest('"times" must be a number: for how many requests.');
  return {
    id: body.text("id", 'the id of a fault, or write the fault as {"fault": "rate-limit?times=2"}'),
    times,
    for: body.optionalText("for", 'a duration such as "60s"'),
    user: body.optionalText("user", "an e-mail address or a user id"),
    session: body.optionalText("session", "the id of a session"),
    parameters: parametersFrom(body.value("parameters")),
  };
}

function parametersFrom(value: unknown): Record<string, ParameterValue> | undefined {
  if (value === undefined) return undefined;
  if (!isObject(value))
    throw new BadRequest('"parameters" must be an object: values by the names of parameters.');
  for (const [name, one] of Object.entries(value))
    if (typeof one !== "string" && typeof one !== "number" && typeof one !== "boolean")
      throw new BadRequest(`The parameter "${name}" must be a text, a number, true or false.`);
  return value as Record<string, ParameterValue>;
}
