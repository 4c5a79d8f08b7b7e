export { judgeCorsOrigin, originOf } from "./cors-origin.ts";
export {
  judgeHomepageUrl,
  judgeRedirectUri,
  judgeSignOutRedirect,
  type UriUse,
} from "./judge-redirect-uri.ts";
export {
  matchesRedirectUri,
  type NearMiss,
  nearestRedirectUris,
  redirectUriDifferences,
  type UriDifference,
} from "./match-redirect-uri.ts";
export type { UriProblem, UriProblemCode, WorkosEnvironmentType } from "./uri-problem.ts";
export { isLocalhost, isLoopbackAddress, parseWebUri, type WebUri } from "./web-uri.ts";
