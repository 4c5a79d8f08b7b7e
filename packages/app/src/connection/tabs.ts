import type { AccessToken } from "./access-token.ts";

/** The tabs of one origin that share a session: one refreshes at a time, and what it got goes to the others. */
export interface Tabs {
  /**
   * Runs an action, which must not reject, while no other tab runs one for the same key. Where the browser has no Web Locks, or
   * denies them to this document, the tabs run theirs at the same time.
   */
  alone<Result>(key: string, action: () => Promise<Result>): Promise<Result>;
  /**
   * Asks the other tabs for a token issued after a time (seconds). Waits until all have answered, a quarter of
   * a second at most: a frozen tab does not.
   *
   * @returns the newest token they have; null where none is newer
   */
  ask(key: string, newerThan: number): Promise<string | null>;
  /** Tells the other tabs of a new token. */
  tell(key: string, token: string): void;
  /**
   * Takes part under a key.
   *
   * @param held the token to answer with; null: none
   * @param told is called with the token another tab tells of
   * @returns leaves
   */
  join(key: string, held: () => HeldToken | null, told: (token: string) => void): () => void;
}

/** A token to share, and when it was issued, in seconds. */
type HeldToken = Pick<AccessToken, "value" | "issuedAt">;

/** What travels between tabs. It stays in the browser and in this origin, which can read the token anyway. */
type Message =
  | { kind: "ask"; key: string; newerThan: number; question: number }
  | { kind: "answer"; question: number; token: string | null }
  | { kind: "tell"; key: string; token: string };

const CHANNEL = "convex-authkit";
const ANSWER_WITHIN = 250;

/** What of the browser is used; one that lacks a part is served without it. Nothing is used before a page joins. */
export interface TabsPlatform {
  navigator?: { locks?: Pick<LockManager, "request" | "query"> };
  BroadcastChannel?: new (
    name: string,
  ) => Pick<BroadcastChannel, "postMessage" | "addEventListener" | "close">;
}

/** Joins the tabs of this origin. One key at a time. */
export function createTabs({ navigator, BroadcastChannel }: TabsPlatform = globalThis): Tabs {
  const locks = navigator?.locks;
  let member: { key: string; held: () => HeldToken | null; told: (token: string) => void } | undefined;
  let channel: InstanceType<NonNullable<TabsPlatform["BroadcastChannel"]>> | undefined;
  const questions = new Map<number, (token: string | null) => void>();

  const send = (message: Message): void => channel?.postMessage(message);

  function receive(message: Message): void {
    if (message.kind === "answer") questions.get(message.question)?.(message.token);
    else if (message.key !== member?.key) return;
    else if (message.kind === "tell") member.told(message.token);
    else {
      const held = member.held();
      const token = held !== null && held.issuedAt > message.newerThan ? held.value : null;
      send({ kind: "answer", question: message.question, token });
    }
  }

  /** How many other tabs are there under a key; each holds a shared lock as its sign of life. */
  async function others(key: string): Promise<number> {
    const { held = [] } = (await locks?.query().catch(() => null)) ?? {};
    return held.filter(({ name }) => name === presence(key)).length - 1;
  }

  return {
    async alone(key, action) {
      return await (locks?.request(`${CHANNEL}:refresh:${key}`, action).catch(action) ?? action());
    },

    async ask(key, newerThan) {
      let unanswered = await others(key);
      if (unanswered < 1) return null;
      return await new Promise((resolve) => {
        const question = Math.random();
        const end = (token: string | null): void => {
          clearTimeout(timer);
          questions.delete(question);
          resolve(token);
        };
        const timer = setTimeout(() => end(null), ANSWER_WITHIN);
        questions.set(question, (token) => {
          if (token !== null || --unanswered === 0) end(token);
        });
        send({ kind: "ask", key, newerThan, question });
      });
    },

    tell: (key, token) => send({ kind: "tell", key, token }),

    join(key, held, told) {
      const joined = BroadcastChannel && new BroadcastChannel(CHANNEL);
      member = { key, held, told };
      channel = joined;
      channel?.addEventListener("message", (event) => receive((event as MessageEvent<Message>).data));
      let leave = (): void => {};
      const left = new Promise<void>((resolve) => (leave = resolve));
      // Browsers refuse locks in documents that are about to go; such a tab is alone.
      locks?.request(presence(key), { mode: "shared" }, () => left).catch(() => {});
      return () => {
        leave();
        joined?.close();
        if (channel === joined) channel = member = undefined;
      };
    },
  };
}

const presence = (key: string): string => `${CHANNEL}:tab:${key}`;
