import type { Origin } from "../../source/binding-resolver.ts";
import { type AuthMoment, DEPENDS, known, OBJECT, UNKNOWN, type Value } from "./auth-moment.ts";

/** AuthKit's packages for every framework. */
const AUTHKIT = /^@workos(?:-inc)?\/authkit-/;

/** Whether a callee is the hook `useAuth` of an AuthKit package (not the app's own hook of that name). */
export function isAuthKitUseAuth(callee: Origin): boolean {
  return isExport(callee, AUTHKIT, "useAuth");
}

/** Whether a callee is `useAuth` of authkit-react, whose client does nothing before it is initialised. */
export function isAuthKitReactUseAuth(callee: Origin): boolean {
  return isExport(callee, /^@workos-inc\/authkit-react$/, "useAuth");
}

function isExport(callee: Origin, packageName: RegExp, exported: string): boolean {
  if (callee.kind !== "package") return false;
  return packageName.test(callee.package) && callee.exported === exported && callee.members.length === 0;
}

/** What is known about the app as a whole when its hooks are judged. */
export interface HookSetting {
  /**
   * Whether AuthKit may know its user at the first paint (`initialAuth`), so that its loading flag need not have been
   * set before.
   */
  authKitMayStartLoaded: boolean;
}

/**
 * What a hook of AuthKit or Convex (or the server's `withAuth`) gives at a moment.
 *
 * @param property what is taken from its result: `["isLoading"]`, `["user", "email"]`
 * @returns undefined for every other callee
 */
export function hookValue(
  callee: Origin,
  property: readonly string[],
  moment: AuthMoment,
  setting: HookSetting,
): Value | undefined {
  if (callee.kind !== "package" || callee.members.length > 0) return undefined;
  const { package: name, subpath, exported } = callee;
  if (AUTHKIT.test(name)) {
    if (exported === "useAuth") {
      if (setting.authKitMayStartLoaded && moment === "starting" && property.length > 0) return UNKNOWN;
      return authKitValue(property, moment);
    }
    // On the server: whether there is a session differs from visitor to visitor, whatever the browser knows yet.
    if (["withAuth", "getAuth", "getSession"].includes(exported)) return DEPENDS;
  }
  if (name === "convex" && subpath === "react" && exported === "useConvexAuth") {
    return convexValue(property, moment);
  }
  return undefined;
}

function hasAuthKitUser(moment: AuthMoment): boolean {
  return moment === "unconfirmed" || moment === "refused" || moment === "signed-in";
}

function authKitValue([first, ...rest]: readonly string[], moment: AuthMoment): Value {
  const hasUser = hasAuthKitUser(moment);
  switch (first) {
    case undefined:
      return OBJECT;
    case "isLoading":
    case "loading":
      return known(moment === "starting");
    case "user":
      if (!hasUser) return known(rest.length === 0 ? null : undefined);
      return rest.length === 0 ? OBJECT : DEPENDS;
    case "sessionId":
      return hasUser ? OBJECT : known(undefined);
    case "organizationId":
    case "role":
    case "roles":
    case "permissions":
    case "entitlements":
    case "featureFlags":
    case "impersonator":
    case "authenticationMethod":
      return hasUser ? DEPENDS : known(undefined);
    case "signIn":
    case "signUp":
    case "signOut":
    case "getAccessToken":
    case "getSignInUrl":
    case "getSignUpUrl":
    case "switchToOrganization":
    case "refreshAuth":
    case "getAuth":
      return OBJECT;
    default:
      return UNKNOWN;
  }
}

function convexValue([first]: readonly string[], moment: AuthMoment): Value {
  switch (first) {
    case undefined:
      return OBJECT;
    case "isLoading":
      return known(moment === "starting" || moment === "unconfirmed");
    case "isAuthenticated":
      return known(moment === "signed-in");
    default:
      return UNKNOWN;
  }
}
