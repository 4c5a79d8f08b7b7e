import { expect, it } from "vitest";
import { once } from "./once.ts";

it("makes one for all who ask, and then has it at hand", async () => {
  let made = 0;
  const get = once(async () => ++made);
  expect(get.made).toBeNull();
  expect(await Promise.all([get(), get()])).toEqual([1, 1]);
  expect(get.made).toBe(1);
});

it("tries again after a failure", async () => {
  const answers = [Promise.reject(new Error("not yet")), Promise.resolve("now")];
  const get = once(() => answers.shift() ?? Promise.resolve("too often"));
  await expect(get()).rejects.toThrow("not yet");
  expect(get.made).toBeNull();
  expect(await get()).toBe("now");
});
