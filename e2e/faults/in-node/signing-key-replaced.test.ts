import { decodeProtectedHeader } from "jose";
import { expect, it } from "vitest";
import { me } from "./local-app.ts";
import { refusedByConvex } from "./refused-by-convex.ts";

const MESSAGE =
  /Could not decode token\. The JWT's 'kid' \(key ID\) header is '.+', does this key match any key in the provider's JWKS\?/;

refusedByConvex({ fault: "signing-key-replaced", failureMode: "kid-mismatch", message: MESSAGE }, (app) =>
  it("with it under the id of the published key, Convex says the same", async () => {
    const own = decodeProtectedHeader((await app.signIn()).accessToken);
    app.emulator.faults.set("signing-key-replaced?sameKid=true");
    const { accessToken } = await app.signIn();
    expect(decodeProtectedHeader(accessToken)).toEqual(own);
    await expect(app.convex(accessToken).query(me, {})).rejects.toThrow(MESSAGE);
  }),
);
