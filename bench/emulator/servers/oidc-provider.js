// The least that makes oidc-provider answer refresh grants with access tokens that are JWTs: `node oidc-provider.js PORT`.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [, , port] = process.argv;
// Found from the folder in which it is run, which is where oidc-provider is installed.
const entry = createRequire(join(process.cwd(), "package.json")).resolve("oidc-provider");
const { default: Provider } = await import(pathToFileURL(entry).href);

const issuer = `http://localhost:${port}`;
const resource = "https://api.example.com";
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "client_bench",
      token_endpoint_auth_method: "none",
      redirect_uris: ["http://localhost:1/callback"],
      grant_types: ["authorization_code", "refresh_token"],
    },
  ],
  rotateRefreshToken: true,
  findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  features: {
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: "api",
        audience: resource,
        accessTokenFormat: "jwt",
        accessTokenTTL: 300,
        jwt: { sign: { alg: "RS256" } },
      }),
    },
  },
});

/** A session as its authorization endpoint would have left it. */
async function refreshToken(accountId) {
  const client = await provider.Client.find("client_bench");
  const grant = new provider.Grant({ accountId, clientId: client.clientId });
  grant.addOIDCScope("openid offline_access");
  grant.addResourceScope(resource, "api");
  const grantId = await grant.save();
  return new provider.RefreshToken({
    accountId,
    client,
    grantId,
    gty: "authorization_code",
    resource,
    scope: "openid offline_access api",
    authTime: Math.floor(Date.now() / 1000),
  }).save();
}

const answer = provider.callback();
createServer((request, response) => {
  if (request.url !== "/bench/refresh-token") return answer(request, response);
  refreshToken(`user_${Math.random()}`).then((token) => response.end(token));
}).listen(Number(port));
