import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WebSocket } from "ws";
import { startHeartbeat } from "./heartbeat.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
afterEach(() => void vi.useRealTimers());

function start() {
  const socket = { ping: vi.fn(), terminate: vi.fn() };
  const ping = vi.fn(() => heartbeat.sent());
  const heartbeat = startHeartbeat(socket as unknown as WebSocket, ping);
  return { socket, ping, heartbeat };
}

describe("the heartbeat of a socket", () => {
  it("tells the client Ping after 15 seconds in which nothing was sent", () => {
    const { ping, heartbeat } = start();
    vi.advanceTimersByTime(14_000);
    expect(ping).not.toHaveBeenCalled();
    heartbeat.sent();
    vi.advanceTimersByTime(14_000);
    expect(ping).not.toHaveBeenCalled();
    vi.advanceTimersByTime(6_000);
    expect(ping).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(60_000);
    expect(ping.mock.calls.length).toBeGreaterThanOrEqual(4);
  });

  it("cuts a socket that has been silent for two minutes, and only such a one", () => {
    const { socket, heartbeat } = start();
    vi.advanceTimersByTime(115_000);
    heartbeat.received();
    vi.advanceTimersByTime(115_000);
    expect(socket.terminate).not.toHaveBeenCalled();
    vi.advanceTimersByTime(15_000);
    expect(socket.terminate).toHaveBeenCalled();
    expect(socket.ping.mock.calls.length).toBeGreaterThan(40);
  });

  it("stops with the socket", () => {
    const { socket, ping, heartbeat } = start();
    heartbeat.stop();
    vi.advanceTimersByTime(300_000);
    expect(ping).not.toHaveBeenCalled();
    expect(socket.terminate).not.toHaveBeenCalled();
  });
});
