import { Agent, request } from "node:http";

// A client in a process of its own, started by refresh-grants.ts: one refresh token per connection, each exchanged for the next.

const [address = "", ...tokens] = process.argv.slice(2);
const { port, pathname } = new URL("/user_management/authenticate", address);
const agent = new Agent({ keepAlive: true, maxSockets: tokens.length });

/** Exchanges a refresh token. @returns the next one */
function refresh(token: string): Promise<string> {
  const body = JSON.stringify({
    client_id: "client_emulator",
    client_secret: "sk_test_emulator",
    grant_type: "refresh_token",
    refresh_token: token,
  });
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const sent = request(
      { host: "127.0.0.1", port, path: pathname, method: "POST", agent, headers },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("end", () => {
          const next = /"refresh_token":"([^"]+)"/.exec(text)?.[1];
          if (next === undefined) reject(new Error(`${response.statusCode}: ${text}`));
          else resolve(next);
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Does what the parent asks for: so many refreshes, spread over the tokens. Answers with the seconds it took. */
process.on("message", async (count: number) => {
  const began = performance.now();
  await Promise.all(
    tokens.map(async (_token, index) => {
      for (let done = 0; done < count / tokens.length; done++)
        tokens[index] = await refresh(tokens[index] ?? "");
    }),
  );
  process.send?.((performance.now() - began) / 1000);
});
