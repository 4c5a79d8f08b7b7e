import { expect, it } from "vitest";
import { isThisMachine, isUnreachableFromCloud } from "./this-machine.ts";

it.each([
  "localhost",
  "localhost:4100",
  "workos.localhost",
  "127.0.0.1:80",
  "[::1]:4100",
  "host.docker.internal",
])("%s is this machine", (host) => {
  expect(isThisMachine(host)).toBe(true);
  expect(isUnreachableFromCloud(host)).toBe(true);
});

it.each(["192.168.1.20:4100", "10.0.0.7", "172.16.3.4"])(
  "%s is another machine of a private network",
  (host) => {
    expect(isThisMachine(host)).toBe(false);
    expect(isUnreachableFromCloud(host)).toBe(true);
  },
);

it.each(["auth.example.com", "api.workos.com", "localhost.example.com", "172.32.0.1", "11.0.0.1", ""])(
  "%s is reachable by everybody",
  (host) => {
    expect(isUnreachableFromCloud(host)).toBe(false);
  },
);
