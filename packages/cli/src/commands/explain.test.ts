import { expect, it } from "vitest";
import { redact } from "@convex-authkit/core";
import { failureModes } from "@convex-authkit/doctor/failure-modes/index";
import { failureModeText } from "@convex-authkit/doctor/report/failure-mode-text";
import { plain } from "@convex-authkit/doctor/report/paint";

it.each(failureModes.map((mode) => [mode.id, mode] as const))(
  "the explanation of %s passes the redaction border unchanged: commands in it can be copied",
  (_id, mode) => {
    const text = failureModeText(mode, { width: 100, paint: plain });
    expect(redact(text)).toBe(text);
  },
);
