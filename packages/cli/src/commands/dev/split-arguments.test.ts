import { expect, it } from "vitest";
import { DEV_OPTIONS } from "./dev-options.ts";
import { splitArguments } from "./split-arguments.ts";

it.each<[string[], string[], string[]]>([
  [[], [], []],
  [["--json"], ["--json"], []],
  [["--", "npm", "run", "dev"], [], ["npm", "run", "dev"]],
  [
    ["--port", "4101", "--", "vite", "--port", "3000"],
    ["--port", "4101"],
    ["vite", "--port", "3000"],
  ],
  [
    ["--port=4101", "--fault", "a", "npm", "start"],
    ["--port=4101", "--fault", "a"],
    ["npm", "start"],
  ],
  [["--", "npm", "run", "dev", "--", "--open"], [], ["npm", "run", "dev", "--", "--open"]],
  [["--authkit-only", "next", "dev"], ["--authkit-only"], ["next", "dev"]],
  [["--", "--weird"], [], ["--weird"]],
])("%j", (args, own, command) => {
  expect(splitArguments(args, DEV_OPTIONS)).toEqual({ own, command });
});
