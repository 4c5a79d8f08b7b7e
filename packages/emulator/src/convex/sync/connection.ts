import type { Credential } from "../auth/credential.ts";
import { checkNotExpired, NOBODY, type SessionIdentity } from "../auth/session-identity.ts";
import { tokenSubject } from "../auth/token-subject.ts";
import type { Deployment } from "../deployment.ts";
import { internalError, ServerError } from "../server-error.ts";
import { type ClientMessage, readClientMessage } from "./client-message.ts";
import { endConnection } from "./end-connection.ts";
import type { Outlet } from "./outlet.ts";
import { createQueryUpdates } from "./query-updates.ts";
import { createRequests } from "./requests.ts";
import { SYNC_ENDPOINT } from "./sync-endpoint.ts";

/** One client on the socket. */
export interface Connection {
  /** Takes a text frame. Frames are handled one after the other, in order. */
  receive(frame: string): void;
  /** How many frames wait to be handled. */
  waitingFrames(): number;
  /** Something was written or pushed: all queries may give something else. */
  invalidate(): void;
  /** A transition has left the socket. */
  drained(): void;
  /** Ends it over an error, as Convex would. */
  fail(error: unknown): void;
  /** Whether the client has authenticated as somebody. */
  hasIdentity(): boolean;
  /** The socket has closed. */
  end(): void;
}

/** @param id names the connection on the timeline */
export function createConnection(deployment: Deployment, outlet: Outlet, id: string): Connection {
  const { parts, authenticator, time } = deployment;
  const inbox: string[] = [];
  let working = false;
  let ended = false;
  let session: SessionIdentity = NOBODY;
  /** `sessionId` of the client, the same after a reconnect. */
  let clientSession: string | null = null;
  const received = { querySet: 0, identity: 0 };

  const updates = createQueryUpdates(deployment, outlet, {
    id,
    currentSession,
    received: () => received,
    fail,
  });

  const requests = createRequests(deployment, outlet, updates, { id, hasEnded: () => ended, fail });

  function fail(error: unknown, authUpdateAttempted = false): void {
    if (ended) return;
    end();
    endConnection(parts.timeline, outlet, {
      error,
      authUpdateAttempted,
      baseVersion: updates.version().identity,
      subject: { ...session.subject, connectionId: id },
    });
  }

  function end(): void {
    ended = true;
    inbox.length = 0;
    updates.end();
  }

  /** Who the client is, if the identity still holds: asked for anew each time it is used. */
  function currentSession(): SessionIdentity {
    const now = authenticator.now({ ...session.subject, connectionId: id });
    checkNotExpired(session, now);
    return session;
  }

  async function work(): Promise<void> {
    if (working) return;
    working = true;
    try {
      for (let frame = inbox.shift(); frame !== undefined; frame = inbox.shift()) {
        await handle(readClientMessage(frame));
        updates.begin();
        outlet.handled();
      }
    } catch (error) {
      fail(error);
    } finally {
      working = false;
    }
  }

  async function handle(message: ClientMessage): Promise<void> {
    switch (message.type) {
      case "Connect":
        return connect(message);
      case "Authenticate":
        return authenticate(message.credential, message.baseVersion);
      case "ModifyQuerySet":
        if (message.baseVersion !== received.querySet)
          throw new ServerError(
            "bad-request",
            "BaseVersionMismatch",
            `Base version ${message.baseVersion} passed up doesn't match the current version ${received.querySet}`,
          );
        if (message.newVersion <= message.baseVersion) throw internalError();
        received.querySet = message.newVersion;
        return updates.modify(message.modifications);
      case "Mutation":
        return requests.mutate(message, currentSession(), clientSession);
      case "Action":
        return requests.act(message, currentSession());
      case "Event":
        return undefined;
    }
  }

  function connect(message: Extract<ClientMessage, { type: "Connect" }>): void {
    clientSession = message.sessionId;
    if (message.clientTs !== undefined)
      updates.setClockSkew(Math.round(message.clientTs - authenticator.now({ connectionId: id })));
    if (message.maxObservedTimestamp !== undefined && !time.observe(message.maxObservedTimestamp))
      throw internalError();
    parts.timeline.record({
      side: "convex",
      step: "acceptance",
      kind: "connect",
      outcome: "info",
      title:
        message.connectionCount === 0
          ? "A Convex client connected"
          : `A Convex client connected again, after: ${message.lastCloseReason ?? "unknown"}`,
      subject: { connectionId: id },
      detail: {
        session: message.sessionId,
        connectionCount: message.connectionCount,
        lastCloseReason: message.lastCloseReason,
      },
    });
  }

  async function authenticate(credential: Credential, baseVersion: number): Promise<void> {
    const subject = credential.type === "user" ? tokenSubject(credential.token) : {};
    parts.timeline.record({
      side: "convex",
      step: "acceptance",
      kind: "authenticate",
      outcome: "info",
      title: AUTHENTICATE_TITLES[credential.type],
      subject: { ...subject, connectionId: id },
      detail: { tokenType: credential.type, baseVersion },
    });
    try {
      session = await authenticator.authenticate(credential, SYNC_ENDPOINT, id);
    } catch (error) {
      return fail(error, true);
    }
    if (baseVersion !== received.identity) throw internalError();
    received.identity++;
    updates.identityChanged();
  }

  return {
    receive(frame) {
      if (ended) return;
      inbox.push(frame);
      void work();
    },
    waitingFrames: () => inbox.length,
    invalidate: () => updates.invalidate(),
    drained: () => updates.begin(),
    fail: (error) => fail(error),
    hasIdentity: () => session !== NOBODY,
    end,
  };
}

const AUTHENTICATE_TITLES: Record<Credential["type"], string> = {
  none: "The client signs out of Convex",
  user: "The client hands a token to Convex",
  admin: "The client hands an admin key to Convex",
};
