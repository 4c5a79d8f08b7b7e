import type { AuthKitSdk } from "./wiring.ts";

const SDKS: Record<AuthKitSdk, { entries: readonly string[]; useAuth: readonly string[] }> = {
  "@workos-inc/authkit-nextjs": { entries: ["", "components"], useAuth: ["loading"] },
  "@workos-inc/authkit-react": { entries: [""], useAuth: ["isLoading"] },
  "@workos/authkit-tanstack-react-start": { entries: ["", "client"], useAuth: ["loading"] },
};

/** What tells of loading in the other SDKs' `useAuth()`. */
const LOADING_FIELDS = ["loading", "isLoading"];

/** The SDK whose client entry a package import names; null for any other package. */
export function authKitSdk(name: string, subpath: string): AuthKitSdk | null {
  // Its provider takes the same props and hands them on.
  if (name === "convex-authkit" && subpath === "react") return "@workos-inc/authkit-react";
  const sdk = isSdk(name) ? name : null;
  return sdk !== null && SDKS[sdk].entries.includes(subpath) ? sdk : null;
}

function isSdk(name: string): name is AuthKitSdk {
  return Object.hasOwn(SDKS, name);
}

/** How an SDK's `useAuth()` calls its loading state. */
export function loadingField(sdk: AuthKitSdk): string {
  return SDKS[sdk].useAuth[0] ?? "loading";
}

/** Whether a property of `useAuth()` is the loading state of another SDK and none of this one. */
export function isForeignField(sdk: AuthKitSdk, field: string): boolean {
  return LOADING_FIELDS.includes(field) && field !== loadingField(sdk);
}

/** Whether a package is WorkOS's, so that a token it gives is an AuthKit access token. */
export function isAuthKitPackage(name: string): boolean {
  return /^@workos(?:-inc)?\//.test(name);
}
