import { describe, expect, it } from "vitest";
import { jsonResponse } from "./text-response.ts";

describe("an answer whose text is known", () => {
  it("is read like any other answer", async () => {
    const body = { name: "Zoë", tokens: [1, 2] };
    const text = JSON.stringify(body);
    expect(jsonResponse(body).headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(await jsonResponse(body).json()).toEqual(body);
    expect(await jsonResponse(body).text()).toBe(text);
    expect(Buffer.from(await jsonResponse(body).arrayBuffer()).toString()).toBe(text);
    expect(await (await jsonResponse(body).blob()).text()).toBe(text);
    expect(await new Response(jsonResponse(body).body).text()).toBe(text);
  });

  it("is read once, and first copied where it is read twice", async () => {
    const response = jsonResponse({});
    expect(response.bodyUsed).toBe(false);
    const copy = response.clone();
    expect([await response.text(), await copy.text()]).toEqual(["{}", "{}"]);
    expect(response.bodyUsed).toBe(true);
    await expect(response.text()).rejects.toThrow(TypeError);
  });
});
