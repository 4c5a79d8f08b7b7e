import { createEmulator, type Emulator, type TimelineEvent } from "@convex-authkit/emulator";
import { afterEach, expect, it } from "vitest";
import { eventText, tellEvents } from "./tell-events.ts";

let emulator: Emulator | undefined;
afterEach(() => emulator?.close());

const event = (changes: Partial<TimelineEvent>): TimelineEvent => ({
  number: 1,
  time: 0,
  side: "convex",
  step: "setup",
  kind: "query",
  outcome: "ok",
  title: "A title.",
  ...changes,
});

it.each<[Partial<TimelineEvent>, string | null]>([
  [{ detail: { path: "notes:list", logLines: [] } }, null],
  [
    { detail: { path: "notes:list", logLines: ["[LOG] 'one'", "[WARN] 'two'"] } },
    "[convex notes:list] [LOG] 'one'\n[WARN] 'two'",
  ],
  [
    {
      outcome: "refused",
      detail: { path: "notes:add", logLines: [], error: "Uncaught Error: no\n    at handler\n" },
    },
    "[convex notes:add] Uncaught Error: no\n    at handler",
  ],
  [
    { kind: "push", outcome: "refused", title: "No.\nReally." },
    "[convex] Convex would refuse this push:\n  No.\n  Really.",
  ],
  [{ kind: "authorize", side: "authkit", outcome: "ok" }, null],
  [{ kind: "authorize", side: "authkit", outcome: "refused" }, "[authkit] A title."],
  [
    { kind: "refresh", side: "authkit", outcome: "fault", fault: "rate-limit" },
    "[authkit] A title. (fault rate-limit)",
  ],
])("%j", (changes, text) => {
  expect(eventText(event(changes))).toBe(text);
});

it("keeps a long stack short", () => {
  const error = Array.from({ length: 20 }, (_, line) => `line ${line}`).join("\n");
  const text = eventText(event({ outcome: "refused", detail: { path: "a:b", logLines: [], error } }));
  expect(text?.split("\n")).toHaveLength(9);
  expect(text).toContain("… 12 more lines in the console");
});

it("says what AuthKit refuses, once however often it is asked", async () => {
  emulator = await createEmulator({ authkit: { port: 0 } });
  const said: string[] = [];
  const stop = tellEvents(emulator, (text) => said.push(text));
  const query =
    "client_id=client_emulator&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A9999%2Fcallback";
  const ask = () => fetch(`${emulator?.url}/user_management/authorize?${query}`, { redirect: "manual" });
  await ask();
  await ask();
  expect(said).toEqual([
    "[authkit] The redirect URI http://localhost:9999/callback is not registered: the browser ends on WorkOS's error page.",
  ]);
  stop();
});

it("says that a push is mended, and nothing of pushes that go well", async () => {
  emulator = await createEmulator({ authkit: { port: 0 } });
  const { timeline } = emulator;
  const said: string[] = [];
  tellEvents(emulator, (text) => said.push(text));
  const push = (outcome: "ok" | "refused", title: string) =>
    timeline.record({ side: "convex", step: "setup", kind: "push", outcome, title });
  push("ok", "Deployed 3 functions.");
  push("refused", "A syntax error.");
  push("ok", "Deployed 4 functions.");
  push("ok", "Deployed 5 functions.");
  expect(said).toEqual([
    "[convex] Convex would refuse this push:\n  A syntax error.",
    "[convex] Deployed 4 functions.",
  ]);
});
