/** The tabs of one origin that share a session: one refreshes at a time, and what it got goes to the others. */
export interface Tabs {
  /**
   * Runs an action while no other tab runs one for the same key. Where the browser has no Web Locks, only this tab is kept in
   * order.
   */
  alone<Result>(key: string, action: () => Promise<Result>): Promise<Result>;
  /**
   * Asks the other tabs for a newer token than one that expires at a time (seconds). Waits until all have answered, a quarter of
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
  join(
    key: string,
    held: () => { token: string; expiresAt: number } | null,
    told: (token: string) => void,
  ): () => void;
}

interface Member {
  held: () => { token: string; expiresAt: number } | null;
  told: (token: string) => void;
}

/** What travels between tabs. It stays in the browser and in this origin, which can read the token anyway. */
type Message =
  | { kind: "ask"; key: string; newerThan: number; question: string }
  | { kind: "answer"; key: string; question: string; token: string | null }
  | { kind: "tell"; key: string; token: string };

const CHANNEL = "convex-authkit";
const ANSWER_WITHIN = 250;

/** What of the browser is used; a browser that lacks one is served without it. */
export interface TabsPlatform {
  locks?: Pick<LockManager, "request" | "query"> | undefined;
  channel?:
    | ((name: string) => Pick<BroadcastChannel, "postMessage" | "addEventListener" | "close">)
    | undefined;
}

/** The platform of this browser; empty on a server. */
export function browserPlatform(): TabsPlatform {
  return {
    locks: typeof navigator === "undefined" ? undefined : navigator.locks,
    channel:
      typeof window === "undefined" || typeof BroadcastChannel === "undefined"
        ? undefined
        : (name) => new BroadcastChannel(name),
  };
}

/** Joins the tabs of this origin. */
export function createTabs(platform: TabsPlatform = browserPlatform()): Tabs {
  const { locks } = platform;
  const members = new Map<string, Set<Member>>();
  const questions = new Map<string, (token: string | null) => void>();
  const queues = new Map<string, Promise<unknown>>();
  let channel: ReturnType<NonNullable<TabsPlatform["channel"]>> | undefined;

  function open(): typeof channel {
    if (channel === undefined && platform.channel !== undefined) {
      channel = platform.channel(CHANNEL);
      channel.addEventListener("message", (event) => receive((event as MessageEvent<Message>).data));
    }
    return channel;
  }

  const send = (message: Message): void => open()?.postMessage(message);

  function receive(message: Message): void {
    if (message.kind === "answer") {
      questions.get(message.question)?.(message.token);
      return;
    }
    for (const member of members.get(message.key) ?? [])
      if (message.kind === "tell") member.told(message.token);
      else {
        const held = member.held();
        const token = held !== null && held.expiresAt > message.newerThan ? held.token : null;
        send({ kind: "answer", key: message.key, question: message.question, token });
      }
  }

  /** How many other tabs are there under a key; each holds a shared lock as its sign of life. */
  async function others(key: string): Promise<number> {
    if (locks === undefined || platform.channel === undefined) return 0;
    const { held = [] } = await locks.query();
    const present = held.filter(({ name }) => name === presence(key)).length;
    return Math.max(0, present - (members.get(key)?.size ?? 0));
  }

  return {
    async alone(key, action) {
      if (locks !== undefined) return await locks.request(`${CHANNEL}:refresh:${key}`, action);
      const turn = (queues.get(key) ?? Promise.resolve()).then(action, action);
      queues.set(
        key,
        turn.catch(() => {}),
      );
      return await turn;
    },

    async ask(key, newerThan) {
      let unanswered = await others(key);
      if (unanswered === 0) return null;
      const question = `${Date.now()}-${Math.random()}`;
      return await new Promise((resolve) => {
        let newest: string | null = null;
        const end = (): void => {
          clearTimeout(timer);
          questions.delete(question);
          resolve(newest);
        };
        const timer = setTimeout(end, ANSWER_WITHIN);
        questions.set(question, (token) => {
          newest = token ?? newest;
          unanswered--;
          if (token !== null || unanswered === 0) end();
        });
        send({ kind: "ask", key, newerThan, question });
      });
    },

    tell: (key, token) => send({ kind: "tell", key, token }),

    join(key, held, told) {
      const member = { held, told };
      members.set(key, (members.get(key) ?? new Set()).add(member));
      open();
      let leave = (): void => {};
      const left = new Promise<void>((resolve) => (leave = resolve));
      // Browsers refuse locks in documents that are about to go; such a tab is alone.
      locks?.request(presence(key), { mode: "shared" }, () => left).catch(() => {});
      return () => {
        members.get(key)?.delete(member);
        if (members.get(key)?.size === 0) members.delete(key);
        leave();
        if (members.size > 0) return;
        channel?.close();
        channel = undefined;
      };
    },
  };
}

const presence = (key: string): string => `${CHANNEL}:tab:${key}`;
