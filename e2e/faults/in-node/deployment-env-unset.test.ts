import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "@convex-authkit/emulator";
import { ConvexHttpClient } from "convex/browser";
import { fileURLToPath } from "node:url";
import { me, useLocalApp } from "./local-app.ts";

describe("deployment-env-unset leads into convex-client-id-missing and preview-deployment-no-client-id", () => {
  const app = useLocalApp();
  let preview: Emulator;
  beforeAll(async () => {
    preview = await createEmulator({
      authkit: false,
      convex: {
        root: fileURLToPath(new URL("../../fixtures/notes", import.meta.url)),
        port: 0,
        sitePort: 0,
        variables: { WORKOS_CLIENT_ID: "client_emulator" },
      },
      faults: ["deployment-env-unset"],
    });
  });
  afterAll(() => preview.close());

  it("without it, the push goes well and a client is who signed in", async () => {
    expect(app.emulator.convex?.deployment().problem).toBeNull();
    const { accessToken, user } = await app.signIn();
    expect(await app.convex(accessToken).query(me, {})).toMatchObject({ subject: user.id });
  });

  it("with it, the push of a new deployment fails, and clients find no function there", async () => {
    expect(preview.convex?.deployment().problem).toMatch(
      /Environment variable WORKOS_CLIENT_ID is used in auth config file but its value was not set/,
    );
    const client = new ConvexHttpClient(preview.convexUrl ?? "");
    await expect(client.query(me, {})).rejects.toThrow(/Could not find public function for 'notes:me'/);
  });
});
