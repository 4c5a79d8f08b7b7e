import { describe, expect, it } from "vitest";
import type { TimelineEvent } from "../../timeline/event.ts";
import { filterFromQuery, isShown, queryOfFilter } from "./event-filter.ts";

const REFUSED: TimelineEvent = {
  number: 1,
  time: 0,
  side: "convex",
  step: "acceptance",
  kind: "verdict",
  outcome: "refused",
  title: "Convex refuses the token",
  subject: { email: "Ada@example.com", sessionId: "session_1" },
  failureMode: "audience-missing",
};

describe("the events that are shown", () => {
  it.each([
    ["", true],
    ["step=acceptance", true],
    ["step=token", false],
    ["outcome=refused", true],
    ["outcome=ok", false],
    ["text=ada@EXAMPLE", true],
    ["text=session_1", true],
    ["text=audience-missing", true],
    ["text=grace", false],
    ["step=acceptance&outcome=refused&text=verdict", true],
    ["step=acceptance&outcome=ok&text=verdict", false],
  ])("are told by the query %j", (query, expected) => {
    expect(isShown(REFUSED, filterFromQuery(new URLSearchParams(query)))).toBe(expected);
  });

  it("are all where the query is not understood", () => {
    const filter = filterFromQuery(new URLSearchParams("step=<script>&outcome=constructor&text=%20"));
    expect(filter).toEqual({ step: null, outcome: null, text: "" });
    expect(queryOfFilter(filter)).toBe("");
  });

  it("keep their query", () => {
    const query = "step=token&outcome=fault&text=a%26b";
    expect(queryOfFilter(filterFromQuery(new URLSearchParams(query)))).toBe(query);
  });
});
