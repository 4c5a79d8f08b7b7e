import { describe, expect, it } from "vitest";
import type { Facts } from "../facts/facts.ts";
import { missing } from "../facts/missing.ts";
import { proofsOf } from "./proofs.ts";

const target = { app: "", backend: "convex", stage: "development" } as const;

function factsWith(tokens: unknown): Facts {
  return { project: {}, apps: {}, backends: { convex: { tokens } } } as unknown as Facts;
}

const token = {
  label: "argument",
  stage: "development",
  problem: null,
  issuer: "https://api.workos.com",
  verdict: null,
};

describe("what a token proves", () => {
  it("shows that one was issued", () => {
    expect(proofsOf(factsWith([token]), target)).toEqual([
      { step: "token", because: "the token from argument was issued by https://api.workos.com" },
    ]);
  });

  it("shows acceptance only when Convex would accept it", () => {
    const accepted = { ...token, verdict: { accepted: true, provider: 1, identity: {}, expiresAt: 0 } };
    const undecided = { ...token, verdict: { accepted: null, reached: "jwks", missing: [] } };
    expect(proofsOf(factsWith([accepted]), target).map(({ step }) => step)).toEqual(["token", "acceptance"]);
    expect(proofsOf(factsWith([undecided]), target).map(({ step }) => step)).toEqual(["token"]);
  });

  it("shows nothing for another stage, an unreadable token, or none", () => {
    expect(proofsOf(factsWith([{ ...token, stage: "production" }]), target)).toEqual([]);
    expect(proofsOf(factsWith([{ ...token, problem: "It is no JWT." }]), target)).toEqual([]);
    expect(proofsOf(factsWith(missing("none")), target)).toEqual([]);
    expect(proofsOf(factsWith([token]), { ...target, backend: null })).toEqual([]);
  });
});
