import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { isPortBusy, nextFreePort } from "./busy-port.ts";

it("knows whether somebody listens", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  expect(await isPortBusy(port)).toBe(true);
  await new Promise((resolve) => server.close(resolve));
  expect(await isPortBusy(port)).toBe(false);
});

it("goes on to the next port as a development server does", async () => {
  const busy = (ports: number[]) => (port: number) => Promise.resolve(ports.includes(port));
  expect(await nextFreePort(3000, [], busy([]))).toBe(3000);
  expect(await nextFreePort(3000, [3002], busy([3000, 3001]))).toBe(3003);
  expect(await nextFreePort(3000, [], () => Promise.resolve(true))).toBe(3000);
});
