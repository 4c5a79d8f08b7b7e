import { describe, expect, it } from "vitest";
import { shareRefreshes } from "./shared-refresh.ts";

interface Options {
  refreshToken: string;
  organizationId?: string;
}

/** An SDK that answers when it is told to, and a clock. */
function sdk() {
  const waiting: { resolve: (pair: string) => void; reject: (error: Error) => void }[] = [];
  const asked: Options[] = [];
  const clock = { time: 0 };
  const api = {
    authenticateWithRefreshToken: async (options: Options): Promise<string> => {
      asked.push(options);
      return await new Promise((resolve, reject) => void waiting.push({ resolve, reject }));
    },
  };
  shareRefreshes(api, () => clock.time);
  const ask = async (refreshToken: string, more: Partial<Options> = {}): Promise<string> =>
    await api.authenticateWithRefreshToken({ refreshToken, ...more });
  return { api, ask, asked, clock, answer: (pair: string) => waiting.shift()?.resolve(pair), waiting };
}

describe("refreshes of one session at the same time", () => {
  it("are one, whose answer all of them get", async () => {
    const { ask, asked, answer } = sdk();
    const all = Promise.all([ask("old"), ask("old"), ask("old")]);
    answer("new");
    expect(await all).toEqual(["new", "new", "new"]);
    expect(asked).toHaveLength(1);
  });

  it("are one also for a request that was on its way when the answer came", async () => {
    const { ask, asked, answer, clock } = sdk();
    const first = ask("old");
    answer("new");
    await first;
    clock.time = 9_999;
    expect(await ask("old")).toBe("new");
    expect(asked).toHaveLength(1);
  });

  it("fail together, and the next one tries for itself", async () => {
    const { ask, asked, answer, waiting } = sdk();
    const both = Promise.allSettled([ask("old"), ask("old")]);
    waiting.shift()?.reject(new Error("503"));
    expect((await both).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const next = ask("old");
    answer("new");
    expect(await next).toBe("new");
    expect(asked).toHaveLength(2);
  });
});

describe("refreshes that are not the same", () => {
  it("are never mixed: another session, another organization, or later", async () => {
    const { ask, asked, answer, clock } = sdk();
    const all = [ask("ada"), ask("ben"), ask("ada", { organizationId: "org_1" })];
    for (const pair of ["for Ada", "for Ben", "for Ada in org_1"]) answer(pair);
    expect(await Promise.all(all)).toEqual(["for Ada", "for Ben", "for Ada in org_1"]);
    clock.time = 10_000;
    const later = ask("ada");
    answer("later");
    expect(await later).toBe("later");
    expect(asked).toHaveLength(4);
  });
});

it("wraps an SDK once, however often it is asked to", async () => {
  const { api, ask, asked, answer } = sdk();
  const wrapped = api.authenticateWithRefreshToken;
  shareRefreshes(api);
  expect(api.authenticateWithRefreshToken).toBe(wrapped);
  const one = ask("old");
  answer("new");
  await one;
  expect(asked).toHaveLength(1);
});
