import { describe, expect, it } from "vitest";
import { asResponse, jsonAnswer } from "./text-answer.ts";

describe("an answer that is one text", () => {
  it("is the same as a Response", async () => {
    const body = { name: "Zoë", tokens: [1, 2] };
    const response = asResponse(jsonAnswer(body, 429, { "retry-after": "3" }));
    expect([response.status, Object.fromEntries(response.headers), await response.json()]).toEqual([
      429,
      { "content-type": "application/json; charset=utf-8", "retry-after": "3" },
      body,
    ]);
  });

  it("keeps several cookies apart", () => {
    const cookies = ["a=1; Path=/", "b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT"];
    const response = asResponse({ status: 200, headers: { "set-cookie": cookies }, body: "" });
    expect(response.headers.getSetCookie()).toEqual(cookies);
    expect(response.body).toBeNull();
  });
});
