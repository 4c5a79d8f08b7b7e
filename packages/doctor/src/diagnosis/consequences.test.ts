import { describe, expect, it } from "vitest";
import { consequences } from "./consequences.ts";
import { judged } from "./judged-for-tests.ts";

describe("consequences", () => {
  it("folds what a present failure mode masks", () => {
    const cause = judged("auth-config-empty-providers", {
      masks: ["second-provider-missing"],
      severity: "error",
    });
    const effect = judged("second-provider-missing", { severity: "error" });
    expect([...consequences([cause, effect])]).toEqual([
      ["second-provider-missing", "auth-config-empty-providers"],
    ]);
  });

  it("masks nothing with a note", () => {
    const cause = judged("signout-by-prefetch", { masks: ["logout-error-page"], severity: "note" });
    expect(consequences([cause, judged("logout-error-page", { severity: "warning" })]).size).toBe(0);
  });

  it("names the root of a row of causes", () => {
    const row = [
      judged("auth-config-missing", { masks: ["auth-config-empty-providers"], severity: "error" }),
      judged("auth-config-empty-providers", { masks: ["error-swallowed-silently"], severity: "error" }),
      judged("error-swallowed-silently", { severity: "warning" }),
    ];
    expect(consequences(row).get("error-swallowed-silently")).toBe("auth-config-missing");
  });

  it("leaves the earlier of two that mask each other standing", () => {
    const row = [
      judged("port-drift", { masks: ["redirect-uri-mismatch"], severity: "error" }),
      judged("redirect-uri-mismatch", { masks: ["port-drift"], severity: "error" }),
    ];
    expect([...consequences(row)]).toEqual([["redirect-uri-mismatch", "port-drift"]]);
  });

  it("ignores masks of failure modes that were not found", () => {
    expect(
      consequences([judged("port-drift", { masks: ["redirect-uri-mismatch"], severity: "error" })]).size,
    ).toBe(0);
  });
});
