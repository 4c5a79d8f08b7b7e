import { describe, expect, it } from "vitest";
import { announcedUrl, lineReader } from "./local-url.ts";

describe("the address a development server announces", () => {
  it.each([
    [
      "  \u001B[32m➜\u001B[39m  \u001B[1mLocal\u001B[22m:   \u001B[36mhttp://localhost:\u001B[1m5174\u001B[22m/\u001B[39m",
      "http://localhost:5174",
      true,
    ],
    ["   - Local:        http://localhost:3001", "http://localhost:3001", true],
    ["- Local:         https://localhost:3000", "https://localhost:3000", true],
    ["┃ Local    http://localhost:4321/", "http://localhost:4321", true],
    [
      "<i> [webpack-dev-server] Loopback: http://localhost:8080/, http://[::1]:8080/",
      "http://localhost:8080",
      true,
    ],
    ["web:dev:   ➜  Local:   http://localhost:5173/", "http://localhost:5173", true],
    [
      "[0] ready - started server on 0.0.0.0:3000, url: http://localhost:3000",
      "http://localhost:3000",
      false,
    ],
    ["Listening on http://0.0.0.0:3000", "http://localhost:3000", false],
    ["Web is waiting on http://localhost:8081", "http://localhost:8081", false],
    ["⎔ Ready on http://localhost:8787", "http://localhost:8787", false],
    ["🚀 Server ready at: http://127.0.0.1:3000/", "http://127.0.0.1:3000", false],
    ["Started development server: http://localhost:3000", "http://localhost:3000", false],
  ])("%s", (line, origin, isLocalLine) => {
    expect(announcedUrl(line)).toEqual({ origin, isLocalLine });
  });

  it.each([
    "  ➜  Network: http://192.168.1.7:5173/",
    "GET http://localhost:3000/callback?code=01J 302 in 20ms",
    "fetch failed: http://localhost:4100/user_management/authenticate",
    "⚠ Port 3000 is in use by process 812, using available port 3001 instead.",
    "see https://localhost for more",
    "",
  ])("is none: %s", (line) => {
    expect(announcedUrl(line)).toBeNull();
  });
});

it("puts lines together from pieces", () => {
  const lines: string[] = [];
  const read = lineReader((line) => lines.push(line));
  for (const piece of ["one\ntw", "o\r\n", "three"]) read(piece);
  read("\n");
  expect(lines).toEqual(["one", "two", "three"]);
});
