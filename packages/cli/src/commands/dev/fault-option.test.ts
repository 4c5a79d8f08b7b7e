import { describe, expect, it } from "vitest";
import { faultOption } from "./fault-option.ts";

describe("--fault", () => {
  it.each([
    ["rate-limit", "rate-limit"],
    ["rate-limit:times=3,for=60s", "rate-limit?times=3&for=60s"],
    [
      "slow:milliseconds=1500, user=ada+test@example.com",
      "slow?milliseconds=1500&user=ada%2Btest%40example.com",
    ],
    ["outage:message=a:b=c", "outage?message=a%3Ab%3Dc"],
    ["rate-limit?times=3", "rate-limit?times=3"],
  ])("%s", (value, setting) => {
    expect(faultOption(value)).toBe(setting);
  });

  it.each([
    ["", "--fault needs the id of a fault."],
    [":times=3", "--fault needs the id of a fault."],
    ["rate-limit:", `--fault rate-limit:: "" is no setting.`],
    ["rate-limit:3", `"3" is no setting. Write rate-limit:times=3,for=60s and the like.`],
  ])("refuses %j", (value, sentence) => {
    expect(() => faultOption(value)).toThrow(sentence);
  });
});
