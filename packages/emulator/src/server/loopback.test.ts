import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { EmulatorError } from "../emulator-error.ts";
import { listenOnLoopback } from "./loopback.ts";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const name = { what: "AuthKit", option: "--port" };
const start = async (port: number) => {
  const server = await listenOnLoopback(port, name, (_request, response) => response.end("here"));
  open.push(server);
  return server;
};

describe("servers on the loopback addresses", () => {
  it("answer on localhost and on every loopback address of the machine", async () => {
    const server = await start(0);
    expect(server.url).toBe(`http://localhost:${server.port}`);
    expect(await (await fetch(server.url)).text()).toBe("here");
    for (const one of server.servers) {
      const { address, port } = one.address() as AddressInfo;
      expect(port).toBe(server.port);
      expect(["127.0.0.1", "::1"]).toContain(address);
      const host = address.includes(":") ? `[${address}]` : address;
      expect(await (await fetch(`http://${host}:${port}`)).text()).toBe("here");
    }
  });

  it("say in a sentence that a port is in use, whichever address it is taken on", async () => {
    const first = await start(0);
    await expect(start(first.port)).rejects.toThrow(
      new RegExp(`^Port ${first.port}, on which AuthKit should listen, is in use\\..*--port\\.$`),
    );
    const foreign = createServer();
    await new Promise<void>((resolve) =>
      foreign.listen(0, first.servers.length > 1 ? "::1" : "127.0.0.1", resolve),
    );
    open.push(foreign);
    await expect(start((foreign.address() as AddressInfo).port)).rejects.toBeInstanceOf(EmulatorError);
  });

  it.each([-1, 65_536, 1.5, Number.NaN])("refuse %s as a port", async (port) => {
    await expect(start(port)).rejects.toThrow(/is no port for AuthKit/);
  });

  it("let go of the port and of connections that are kept alive", async () => {
    const server = await start(0);
    await (await fetch(server.url)).text();
    await server.close();
    const again = await start(server.port);
    expect(again.port).toBe(server.port);
  });
});
