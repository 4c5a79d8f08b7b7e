import { describe, expect, it } from "vitest";
import catalogue from "../packages/doctor/src/failure-modes/catalogue.json" with { type: "json" };
import { scaffold } from "./failure-mode-scaffold.ts";

describe("the scaffold of a failure mode", () => {
  it("carries what the catalogue fixes", () => {
    const entry = {
      id: "clock-skew",
      step: "acceptance",
      severity: "warning",
      masks: ["kid-mismatch", "jwks-content-type"],
    };
    const result = scaffold("acceptance", "clock-skew", [entry]);
    expect(result).toMatchObject({ step: "acceptance", id: "clock-skew" });
    const { text } = result as { text: string };
    expect(text).toContain('  id: "clock-skew",\n  step: "acceptance",\n  severity: "warning",\n');
    expect(text).toContain('  masks: ["kid-mismatch", "jwks-content-type"],\n');
  });

  it.each(catalogue)("can be made for $id", ({ step, id }) => {
    expect(scaffold(step, id, catalogue)).toMatchObject({ step, id });
  });

  it.each([
    [undefined, undefined, "Say the step and the id: npm run new:failure-mode -- STEP ID."],
    ["login", "clock-skew", "There is no step login. The steps are: setup, sign-in, callback,"],
    ["token", "Clock Skew", "Clock Skew is no id: lower-case words joined by dashes"],
    ["token", "../../evil", "../../evil is no id"],
    ["token", "no-such-mode", "no-such-mode is not in packages/doctor/src/failure-modes/catalogue.json."],
    ["token", "clock-skew", "The catalogue files clock-skew under the step acceptance."],
  ])("%s %s is refused with a sentence", (step, id, sentence) => {
    const result = scaffold(step, id, catalogue);
    expect(result).toHaveProperty("sentence");
    expect((result as { sentence: string }).sentence).toContain(sentence);
  });
});
