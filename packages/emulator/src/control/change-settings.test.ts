import { describe, expect, it } from "vitest";
import { STANDARD_ENVIRONMENT } from "../authkit/standard-environment.ts";
import { changeSettings } from "./change-settings.ts";
import { readBody } from "./read-body.ts";

async function change(settings: object) {
  const environment = structuredClone({ ...STANDARD_ENVIRONMENT });
  const body = await readBody(
    new Request("http://localhost/", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(settings),
    }),
  );
  let said: string[] | string;
  try {
    said = changeSettings(environment, body);
  } catch (error) {
    said = String(error);
  }
  return { said, environment };
}

describe("settings that are changed while the emulator runs", () => {
  it("are those that the body names; the others stay", async () => {
    const settings = {
      redirectUris: ["http://localhost:4000/callback", "https://app-*.example.com/callback"],
      corsOrigins: [],
      logoutUris: ["http://localhost:4000"],
      homepageUrl: null,
      jwtTemplate: '{ "aud": "client_emulator" }',
      tokenLifetime: 60,
    };
    const { said, environment } = await change(settings);
    expect(said).toEqual([]);
    expect(environment).toEqual({ ...STANDARD_ENVIRONMENT, ...settings });
    expect((await change({})).environment).toEqual(STANDARD_ENVIRONMENT);
  });

  it("name an address once", async () => {
    const { environment } = await change({ corsOrigins: ["http://localhost:1", "http://localhost:1"] });
    expect(environment.corsOrigins).toEqual(["http://localhost:1"]);
  });

  it("are told of what WorkOS saves and Convex cannot use well", async () => {
    const { said, environment } = await change({
      jwtTemplate: '{ "aud": "client_emulator", "at": {{ user.last_sign_in_at }} }',
    });
    expect(said).toEqual([
      expect.stringMatching(/^JWT template, line 1, column \d+: .*changes from sign-in/),
    ]);
    expect(environment.jwtTemplate).toContain("last_sign_in_at");
  });

  it.each([
    [{ redirectUris: [] }, /At least one redirect URI/],
    [{ redirectUris: "http://localhost:1" }, /"redirectUris" must be a list of addresses/],
    [{ redirectUris: ["/callback"] }, /WorkOS refuses "\/callback": /],
    [{ redirectUris: ["https://*.example.com/callback"] }, /WorkOS refuses .*wildcard/],
    [{ corsOrigins: ["http://localhost:3000/path"] }, /WorkOS refuses .*path/],
    [{ homepageUrl: 3 }, /"homepageUrl" must be an address/],
    [{ homepageUrl: "https://*.example.com" }, /WorkOS refuses/],
    [{ jwtTemplate: '{ "iss": "x" }' }, /JWT template, line 1, column 3: WorkOS sets iss itself/],
    [{ jwtTemplate: "{" }, /JWT template, line 1/],
    [{ jwtTemplate: 1 }, /"jwtTemplate" must be the text/],
    [{ tokenLifetime: 0 }, /"tokenLifetime" must be whole seconds from 1 to 86400/],
    [{ tokenLifetime: "60" }, /"tokenLifetime" must be/],
  ])("are refused in a sentence, all of them: %j", async (settings, sentence) => {
    const { said, environment } = await change({ tokenLifetime: 77, ...settings });
    expect(said).toMatch(sentence);
    expect(environment).toEqual(STANDARD_ENVIRONMENT);
  });
});
