import { expect, it } from "vitest";
import { signInFailure } from "./sign-in-failure.ts";

it("reads what the callback route wrote", () => {
  expect(signInFailure({ kind: "denied", returnTo: "/notes?page=2" })).toEqual({
    kind: "denied",
    says: expect.stringMatching(/cancelled/),
    returnTo: "/notes?page=2",
  });
});

it.each([
  [{}],
  [{ kind: "toString" }],
  [{ kind: ["denied", "failed"], returnTo: ["/a", "/b"] }],
  [{ kind: "denied!", returnTo: "https://evil.example" }],
  [{ kind: undefined, returnTo: "//evil.example" }],
])("takes anything else for a sign-in that has expired, with no way out of the app (%o)", (query) => {
  expect(signInFailure(query)).toMatchObject({ kind: "expired", returnTo: "/" });
});
