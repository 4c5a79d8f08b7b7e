import { AuthKitProvider as Provider } from "@workos-inc/authkit-react";
import { type ComponentProps, createContext, type ReactNode } from "react";

/** The properties of authkit-react's provider, but for the one that is decided here. */
export type AuthKitProviderProps = Omit<ComponentProps<typeof Provider>, "refreshBufferInterval">;

/** Seconds before the expiry at which authkit-js refreshes by itself: never. */
const NEVER = -1e9;

/** The client id of the provider above; null below authkit-react's own, which does not tell it. */
export const ClientId = createContext<string | null>(null);

/**
 * authkit-react's `AuthKitProvider`, in which one tab refreshes for all. By itself authkit-js refreshes in every visible tab at
 * every expiry; here `ConvexAuthKitProvider` does it, once per session and organization.
 *
 * `useAuth().getAccessToken()` then gives whatever token this tab got last. For requests of your own take
 * `useConvexAuthKit().getAccessToken()`, which gives a valid one.
 */
export function AuthKitProvider(props: AuthKitProviderProps): ReactNode {
  return (
    <ClientId.Provider value={props.clientId}>
      <Provider {...props} refreshBufferInterval={NEVER} />
    </ClientId.Provider>
  );
}
