import { generateKeyPairSync, sign } from "node:crypto";
import { judge } from "@convex-authkit/core";
import { expect, it } from "vitest";
import { providerSnippet } from "./provider-snippet.ts";

it("lets Convex accept a token of this machine", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const issuer = "https://api.workos.com/user_management/client_emulator";
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256", kid: "k" })}.${part({ iss: issuer, sub: "user_1", iat: 1000, exp: 1300 })}`;
  const token = `${signed}.${sign("RSA-SHA256", Buffer.from(signed), privateKey).toString("base64url")}`;
  const jwk = {
    ...publicKey.export({ format: "jwk" }),
    kid: "k",
    alg: "RS256",
    use: "sig",
    x5c: ["certificate"],
  };
  const snippet = providerSnippet(issuer, { keys: [jwk] });
  expect(snippet).not.toContain("certificate");
  const provider: unknown = new Function(`return [${snippet}][0]`)();
  expect(await judge(token, { config: { providers: [provider] }, now: 1100 })).toMatchObject({
    accepted: true,
  });
});
