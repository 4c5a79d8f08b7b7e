import { describe, expect, it } from "vitest";
import type { TokenStatus } from "../connection/token-keeper.ts";
import type { AuthKitSession } from "../provider/authkit-session.ts";
import type { Acceptance, ConnectionState } from "../provider/connection-state.ts";
import { type LayerEvidence, layersOf } from "./layers.ts";

const NOW = Date.UTC(2026, 0, 1);

const ADA: AuthKitSession = {
  status: "signed-in",
  user: {
    id: "user_1",
    email: "ada@example.com",
    emailVerified: true,
    firstName: "Ada",
    lastName: null,
    profilePictureUrl: null,
  },
  sessionId: null,
  organizationId: null,
};
const READY: TokenStatus = { kind: "ready", expiresAt: NOW + 252_000 };

function chain(
  session: AuthKitSession,
  token: TokenStatus | null,
  acceptance: Acceptance["status"],
  more: Partial<LayerEvidence> & Pick<Partial<ConnectionState>, "lastFailure"> = {},
): Record<string, [string, string]> {
  const { lastFailure = null, ...evidence } = more;
  const state: ConnectionState = {
    session,
    token,
    acceptance: { status: acceptance },
    lastFailure,
    getAccessToken: async () => null,
    retry() {},
  };
  const layers = layersOf(state, { now: NOW, identity: null, answer: null, ...evidence });
  return Object.fromEntries(layers.map(({ step, status, says }) => [step, [status, says]]));
}

const statuses = (of: Record<string, [string, string]>): string[] =>
  Object.values(of).map(([first]) => first);

describe("the chain", () => {
  it("holds at every step where somebody is signed in and Convex has accepted the token", () => {
    const identity = { email: "ada@example.com", name: "Ada" };
    const layers = chain(ADA, READY, "accepted", { identity });
    expect(statuses(layers)).toEqual(["holds", "holds", "holds", "holds", "holds"]);
    expect(layers["token"]).toEqual(["holds", "There is one, valid for 4 min 12 s more."]);
  });

  it("is broken nowhere while nobody is signed in: nothing can be checked", () => {
    const layers = chain({ status: "signed-out" }, null, "not-asked");
    expect(statuses(layers)).toEqual(["unknown", "unknown", "unknown", "unknown", "unknown"]);
    expect(layers["session"]).toEqual(["unknown", "Nobody is signed in."]);
    expect(JSON.stringify(layers)).not.toMatch(/ada|user_1/i);
  });

  it("waits for AuthKit at the start of a page", () => {
    expect(chain({ status: "loading" }, null, "waiting")["session"]?.[0]).toBe("waiting");
  });

  it("breaks at acceptance where Convex refuses, with its words, and functions see nobody", () => {
    const message = "No auth provider found matching the given token";
    const layers = chain(ADA, READY, "refused", {
      answer: { accepted: false, message },
      identity: { email: "ada@example.com" },
    });
    expect(statuses(layers)).toEqual(["holds", "holds", "broken", "unknown", "holds"]);
    expect(layers["acceptance"]?.[1]).toBe(message);
  });

  it("is not broken by a renewal that Convex asks for", () => {
    expect(statuses(chain(ADA, READY, "renewing"))).toEqual([
      "holds",
      "holds",
      "waiting",
      "unknown",
      "holds",
    ]);
  });

  it("breaks at the session where WorkOS has ended it, though AuthKit still shows the user", () => {
    const layers = chain(ADA, { kind: "ended", reason: "invalid_grant" }, "accepted");
    expect(statuses(layers)).toEqual(["broken", "broken", "holds", "unknown", "broken"]);
    expect(layers["session"]?.[1]).toContain("invalid_grant");
  });

  it("waits through an outage, and breaks only when the token is gone", () => {
    const retrying = { kind: "retrying", reason: "503", failures: 2, retryAt: NOW + 4_000 } as const;
    const held = chain(ADA, { ...retrying, expiresAt: NOW + 30_000 }, "accepted");
    expect([held["token"]?.[0], held["renewal"]?.[0]]).toEqual(["waiting", "waiting"]);
    expect(held["token"]?.[1]).toBe("WorkOS gave none (503); attempt 3 in 4 s.");
    expect(chain(ADA, { ...retrying, expiresAt: null }, "accepted")["token"]?.[0]).toBe("broken");
  });

  it("says which claims the JWT template leaves out, which is no fault", () => {
    expect(chain(ADA, READY, "accepted", { identity: { email: "ada@example.com" } })["identity"]).toEqual([
      "unknown",
      "Functions see a user without name: the JWT template does not add it.",
    ]);
  });
});
