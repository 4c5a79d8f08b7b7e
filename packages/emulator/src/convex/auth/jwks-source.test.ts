import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { afterEach, describe, expect, it } from "vitest";
import { ALL_FAULTS } from "../../faults/all-faults.ts";
import { startTestDeployment, type TestDeployment } from "../test-deployment.ts";
import { providerOf } from "../test-issuer.ts";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

const whoami = makeFunctionReference<"query">("auth:whoami");

/** A deployment that gets its keys from a URL. */
async function start(
  jwks: string,
  wished?: Parameters<typeof startTestDeployment>[0],
): Promise<TestDeployment> {
  const deployment = await startTestDeployment({ faults: ALL_FAULTS, ...wished });
  open.push(deployment);
  deployment.functions.push({ providers: [{ ...providerOf(deployment.issuer), jwks }] });
  return deployment;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** `accepted`, or the message of the refusal. A token of its own each time. */
async function told({ url, issuer }: TestDeployment): Promise<string> {
  const client = new ConvexHttpClient(url, { logger: false, auth: await issuer.sign() });
  return client.query(whoami, {}).then(
    () => "accepted",
    (error: unknown) => {
      const answer: { message: string } = JSON.parse(error instanceof Error ? error.message : "{}");
      return answer.message;
    },
  );
}

describe("the keys of the auth config", () => {
  it("are fetched as Convex fetches them, redirects followed", async () => {
    const seen: IncomingHttpHeaders[] = [];
    let keys = "";
    const url = await serve((request, response) => {
      seen.push(request.headers);
      if (request.url === "/old") return response.writeHead(308, { location: "/new" }).end();
      return response.setHeader("content-type", "application/jwk-set+json").end(keys);
    });
    const deployment = await start(`${url}/old`);
    keys = JSON.stringify(deployment.issuer.jwks);
    expect(await told(deployment)).toBe("accepted");
    expect(seen).toHaveLength(2);
    expect(seen[0]).toMatchObject({ accept: "application/json", "user-agent": "Convex/1.0" });
    expect(deployment.events("jwks-fetch")[0]).toMatchObject({
      outcome: "ok",
      detail: { url: `${url}/old`, from: "network", status: 200 },
    });
  });

  it("are kept as long as Cache-Control says, by the emulator's clock, and fetched each time without it", async () => {
    let control: string | undefined = "max-age=60";
    let fetched = 0;
    let keys = "";
    const url = await serve((_request, response) => {
      fetched++;
      if (control !== undefined) response.setHeader("cache-control", control);
      response.setHeader("content-type", "application/json").end(keys);
    });
    const deployment = await start(url);
    keys = JSON.stringify(deployment.issuer.jwks);
    expect([await told(deployment), await told(deployment), fetched]).toEqual(["accepted", "accepted", 1]);
    // The keys were replaced: for a minute, Convex does not know the new one.
    const kept = keys;
    keys = JSON.stringify({ keys: [] });
    expect([await told(deployment), fetched]).toEqual(["accepted", 1]);
    await deployment.clock.advance("61s");
    expect(await told(deployment)).toMatch(/^Could not decode token/);
    expect(fetched).toBe(2);

    control = undefined;
    keys = kept;
    await deployment.clock.advance("61s");
    expect([await told(deployment), await told(deployment), fetched]).toEqual(["accepted", "accepted", 4]);
  });

  it("are answered by the emulated AuthKit for its own addresses, anew each time", async () => {
    const asked: string[] = [];
    let keys = "";
    const deployment = await start("https://api.workos.com/sso/jwks/client_01TESTEMULATOR", {
      emulatedJwks: (url) => {
        asked.push(url);
        return Promise.resolve({ status: 200, contentType: "application/jwk-set+json", body: keys });
      },
    });
    keys = JSON.stringify({ keys: [] });
    expect(await told(deployment)).toMatch(/^Could not decode token/);
    keys = JSON.stringify(deployment.issuer.jwks);
    expect(await told(deployment)).toBe("accepted");
    expect(asked).toEqual(Array(2).fill("https://api.workos.com/sso/jwks/client_01TESTEMULATOR"));
    expect(deployment.events("jwks-fetch")[0]?.detail).toMatchObject({ from: "emulator" });
  });

  it("cannot be had from a port where nobody listens", async () => {
    const url = await serve(() => {});
    await open.pop()?.close();
    expect(await told(await start(url))).toBe(
      `Could not fetch JWKS from URL '${url}': error sending request for url (${url}). Check that the URL is correct and accessible.`,
    );
  });

  it("cannot be had behind more than ten redirects", async () => {
    let hops = 0;
    const url = await serve(
      (_request, response) => void response.writeHead(302, { location: `/${++hops}` }).end(),
    );
    expect(await told(await start(url))).toMatch(/too many redirects/);
    expect(hops).toBe(11);
  });

  it.each([
    ["jwks-404", /: HTTP 404 Not Found\. Check that the URL is correct and accessible\.$/, "jwks-url-wrong"],
    [
      "jwks-html",
      /^Invalid Content-Type 'text\/html; charset=utf-8' when fetching JWKS/,
      "jwks-content-type",
    ],
    ["jwks-unreachable", /connection refused/, "jwks-url-wrong"],
  ])("are refused under the fault %s", async (id, says, failureMode) => {
    const deployment = await start("https://keys.invalid/jwks");
    deployment.faults.set(id);
    expect(await told(deployment)).toMatch(says);
    expect(deployment.events("jwks-fetch")[0]).toMatchObject({ outcome: "fault", fault: id });
    expect(deployment.events("verdict")[0]).toMatchObject({ outcome: "fault", fault: id, failureMode });
  });
});
