import type { ComponentProps } from "react";
import type { AuthKitProvider } from "@workos-inc/authkit-nextjs/components";

/** The session as the server knows it when it renders the page. */
export interface InitialAuth {
  /** What `AuthKitProvider` of authkit-nextjs takes as `initialAuth`. */
  auth: NonNullable<ComponentProps<typeof AuthKitProvider>["initialAuth"]>;
  /** The access token, for the browser's Convex client; null where nobody is signed in. */
  accessToken: string | null;
  /** The server's time, in milliseconds since 1970: a browser whose clock is wrong counts by it. */
  asOf: number;
}
