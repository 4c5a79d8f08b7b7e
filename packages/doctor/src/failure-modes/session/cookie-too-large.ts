import { estimateSessionCookie, MAX_COOKIE_BYTES } from "@convex-authkit/core";
import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

/** What WorkOS issues today: 25 characters, more in some environments; a short one keeps the estimate careful. */
const SHORTEST_REFRESH_TOKEN = 25;

/** A user object as the SDK stores it with nothing filled in, and with a name, a picture and some metadata, in bytes of JSON. */
const SMALLEST_USER_BYTES = 280;
const USUAL_USER_BYTES = 480;

/** SDKs that keep the sealed session in a cookie of the app. */
const COOKIE_SDKS = [
  "@workos-inc/authkit-nextjs",
  "@workos/authkit-tanstack-react-start",
  "@workos-inc/authkit-react-router",
  "@workos-inc/authkit-remix",
  "@workos/authkit-session",
];

export default failureMode({
  id: "cookie-too-large",
  step: "session",
  severity: "error",
  title: "The session cookie is larger than browsers keep",
  short: "Session cookie too large",
  symptoms: [
    "Sign-in succeeds and the next page is signed out again, without an error.",
    "It happens to people with many permissions, roles or long metadata only.",
  ],
  errorTexts: ["Set-Cookie was blocked because it exceeded the 4096 byte limit", "cookie too large"],
  explanation:
    "The AuthKit SDKs for servers seal access token, refresh token and the whole user object into one cookie. Browsers drop a cookie whose " +
    "name and value together exceed 4,096 bytes, silently. Every claim of the JWT template counts one and a third times, and the user's " +
    "metadata counts too.",
  notAProblemWhen: "The session lives elsewhere, as with authkit-react.",
  remedy: () => [
    "Remove what functions do not read from the JWT template of the environment, permissions and metadata first.",
    "Keep large data in Convex and look it up by the user's id.",
  ],
  sources: [
    "https://github.com/workos/authkit-nextjs/issues/404",
    "https://workos.com/docs/authkit/jwt-templates",
  ],
  appliesTo: { frameworks: ["nextjs", "tanstack-start", "react-router", "remix"] },
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["packages", "tokens"],
      *find({ packages, tokens }, target) {
        if (!COOKIE_SDKS.some((name) => packages[name] !== undefined)) return;
        for (const token of tokens.filter(
          ({ stage, problem }) => stage === target.stage && problem === null,
        )) {
          const least = bytesWith(token.bytes, SMALLEST_USER_BYTES);
          const usual = bytesWith(token.bytes, USUAL_USER_BYTES);
          if (usual <= MAX_COOKIE_BYTES) continue;
          const isCertain = least > MAX_COOKIE_BYTES;
          yield shown({
            subject: `token ${token.label}`,
            severity: isCertain ? "error" : "warning",
            confidence: isCertain ? "certain" : "likely",
            location: null,
            evidence: [{ kind: "token", quote: `access token of ${token.bytes} bytes`, location: null }],
            detail: `Sealed with refresh token and user, the token from ${token.label} makes a cookie of about ${isCertain ? least : usual} bytes; browsers keep ${MAX_COOKIE_BYTES}.`,
          });
        }
      },
    }),
  ],
});

function bytesWith(accessTokenLength: number, userBytes: number): number {
  const content = { accessTokenLength, refreshTokenLength: SHORTEST_REFRESH_TOKEN, userBytes };
  return estimateSessionCookie(content).nameAndValueBytes;
}

const CLAIMS = { iss: "https://api.workos.com/user_management/client_01JDEV8Q4W3M5X7Z9K2B6N1C0V" };
const permissions = (count: number): string[] =>
  Array.from({ length: count }, (_it, index) => `documents:folder-${index}:write`);

export const examples: readonly Example[] = [
  {
    name: "a hundred permissions in the token",
    project: "nextjs-monorepo",
    edits: [],
    inputs: { tokens: [{ claims: { ...CLAIMS, permissions: permissions(100) } }] },
    expect: ["error cookie-too-large -"],
  },
  {
    name: "close to the limit with a usual user",
    project: "nextjs-monorepo",
    edits: [],
    inputs: { tokens: [{ claims: { ...CLAIMS, permissions: permissions(46) } }] },
    expect: ["warning cookie-too-large - (likely)"],
  },
  {
    name: "a handful of permissions",
    project: "nextjs-monorepo",
    edits: [],
    inputs: { tokens: [{ claims: { ...CLAIMS, permissions: permissions(5) } }] },
    expect: [],
  },
  {
    name: "a SPA keeps no session cookie of its own",
    project: "vite-spa",
    edits: [],
    inputs: { tokens: [{ claims: { ...CLAIMS, permissions: permissions(100) } }] },
    expect: [],
  },
];
