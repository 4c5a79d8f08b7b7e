/** What a client sent to say who it is, over the socket or as an `Authorization` header. */
export type Credential =
  | { type: "none" }
  | { type: "user"; token: string }
  | {
      type: "admin";
      key: string;
      /** The attributes of the identity to act as, unchecked; absent: none. */
      actingAs?: unknown;
    };

/** Nothing was sent. */
export const NO_CREDENTIAL: Credential = { type: "none" };
