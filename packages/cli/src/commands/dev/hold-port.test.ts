import { createServer, type AddressInfo, type Server } from "node:net";
import { expect, it } from "vitest";
import { holdPort } from "./hold-port.ts";

async function listenOn(port: number): Promise<Server> {
  const server = createServer();
  return await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "localhost", () => resolve(server));
  });
}

const close = async (server: Server): Promise<void> => void (await new Promise((end) => server.close(end)));

it("holds a free port until it is told to let go", async () => {
  const before = await listenOn(0);
  const { port } = before.address() as AddressInfo;
  await close(before);
  const letGo = await holdPort(port);
  await expect(listenOn(port)).rejects.toMatchObject({ code: "EADDRINUSE" });
  await letGo();
  await close(await listenOn(port));
});

it("leaves a busy port to who has it", async () => {
  const busy = await listenOn(0);
  const letGo = await holdPort((busy.address() as AddressInfo).port);
  await letGo();
  expect(busy.listening).toBe(true);
  await close(busy);
});
