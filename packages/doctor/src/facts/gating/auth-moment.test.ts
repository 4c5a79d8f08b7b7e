import { describe, expect, it } from "vitest";
import {
  and,
  choose,
  DEPENDS,
  equal,
  isNullish,
  known,
  not,
  OBJECT,
  or,
  truthOf,
  UNKNOWN,
} from "./auth-moment.ts";

describe("what is not known", () => {
  it("stays unknown unless the rest decides", () => {
    expect(and(["unknown", "yes"])).toBe("unknown");
    expect(and(["unknown", "no"])).toBe("no");
    expect(or(["unknown", "no"])).toBe("unknown");
    expect(or(["unknown", "yes"])).toBe("yes");
    expect(not("unknown")).toBe("unknown");
  });

  it("outweighs what depends on the visitor", () => {
    expect(and(["depends", "unknown"])).toBe("unknown");
    expect(or(["depends", "unknown"])).toBe("unknown");
    expect(and(["depends", "yes"])).toBe("depends");
  });
});

describe("a choice", () => {
  it("needs no test where both ways give the same", () => {
    expect(
      choose(
        "unknown",
        () => known(1),
        () => known(1),
      ),
    ).toEqual(known(1));
    expect(
      choose(
        "unknown",
        () => known(1),
        () => known(2),
      ),
    ).toBe(UNKNOWN);
    expect(
      choose(
        "depends",
        () => known(1),
        () => known(2),
      ),
    ).toBe(DEPENDS);
  });
});

describe("comparing", () => {
  it("tells an object from null, and not two objects from each other", () => {
    expect(equal(OBJECT, known(null))).toBe("no");
    expect(equal(OBJECT, OBJECT)).toBe("unknown");
    expect(equal(known(null), known(undefined))).toBe("no");
    expect(isNullish(known(undefined))).toBe("yes");
    expect(isNullish(OBJECT)).toBe("no");
    expect(truthOf(known(""))).toBe("no");
  });
});
