import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { examine } from "./examine.ts";
import { type Inputs, noInputs } from "./facts/inputs.ts";
import { findingLine } from "./failure-modes/example-outcome.ts";
import { diskFiles } from "./project-files/disk-files.ts";
import { memoryFiles } from "./project-files/memory-files.ts";

/**
 * One slip in one of the two examples that users copy, which are built with `convex-authkit` itself: the doctor has to see
 * through its own package. What each failure mode looks like in code without it is in the examples beside the failure modes.
 */
interface Planted {
  fault: string;
  in: "vite-spa" | "nextjs-monorepo";
  file: string;
  /** null removes the file. */
  replace: string | null;
  with: string;
  /** All findings, as the examples of the failure modes write them; an example as it is has none. */
  expect: readonly string[];
}

const WEB = "apps/web";
const BACKEND = "packages/backend";

const PLANTED: readonly Planted[] = [
  {
    fault: "the auth config is gone",
    in: "vite-spa",
    file: "convex/auth.config.ts",
    replace: null,
    with: "",
    expect: ["error auth-config-missing src/main.tsx:25"],
  },
  {
    fault: "an applicationID on the user_management provider",
    in: "vite-spa",
    file: "convex/auth.config.ts",
    replace: "user_management/${clientId}`,\n",
    with: "user_management/${clientId}`,\n      applicationID: clientId,\n",
    expect: ["warning application-id-on-user-management-provider convex/auth.config.ts:19"],
  },
  {
    fault: "notes outside of the gate",
    in: "vite-spa",
    file: "src/pages/notes.tsx",
    replace: "      <Authenticated>\n        <Notes />\n      </Authenticated>\n",
    with: "      <Notes />\n",
    expect: ["warning query-before-auth src/pages/notes.tsx:21"],
  },
  {
    fault: "a client id in the source",
    in: "vite-spa",
    file: "src/main.tsx",
    replace: "clientId={VITE_WORKOS_CLIENT_ID}",
    with: 'clientId="client_01JDEV8Q4W3M5X7Z9K2B6N1C0V"',
    expect: ["warning client-id-hardcoded src/main.tsx:19"],
  },
  {
    fault: "no own API host name in production",
    in: "vite-spa",
    file: "src/main.tsx",
    replace: "      apiHostname={VITE_WORKOS_API_HOSTNAME || undefined}\n",
    with: "",
    expect: ["warning spa-prod-session-lost-on-reload src/main.tsx:18"],
  },
  {
    fault: "a path that the host does not serve",
    in: "vite-spa",
    file: "netlify.toml",
    replace: 'from = "/*"',
    with: 'from = "/notes/*"',
    expect: ["error spa-fallback-missing netlify.toml:1"],
  },
  {
    fault: "a claim by its OpenID Connect name",
    in: "vite-spa",
    file: "convex/profile.ts",
    replace: "return { subject, email,",
    with: "return { picture: identity.pictureUrl, subject, email,",
    expect: ["warning custom-jwt-claim-names convex/profile.ts:11"],
  },
  {
    fault: "a matcher that leaves out a layout with a session",
    in: "nextjs-monorepo",
    file: `${WEB}/src/proxy.ts`,
    replace: "(?!_next/static",
    with: "(?!admin|_next/static",
    expect: [`error middleware-not-covering ${WEB}/src/proxy.ts:10`],
  },
  {
    fault: "a callback route that answers POST",
    in: "nextjs-monorepo",
    file: `${WEB}/src/app/callback/route.ts`,
    replace: "const GET",
    with: "const POST",
    expect: [`error callback-path-mismatch ${WEB}/src/app/callback/route.ts:3`],
  },
  {
    fault: "a misspelt path in the issuer",
    in: "nextjs-monorepo",
    file: `${BACKEND}/convex/auth.config.ts`,
    replace: "/user_management/",
    with: "/user-management/",
    expect: [`error second-provider-missing ${BACKEND}/convex/auth.config.ts:18`],
  },
  {
    fault: "a link to the sign-out route",
    in: "nextjs-monorepo",
    file: `${WEB}/src/components/header.tsx`,
    replace: '<Link href="/admin">Admin</Link>',
    with: '<Link href="/admin">Admin</Link>\n          <Link href="/sign-out">Sign out</Link>',
    // Its GET refuses prefetches.
    expect: [],
  },
];

const examples = join(import.meta.dirname, "..", "..", "..", "examples");

function textsOf(example: Planted["in"]): Record<string, string> {
  const files = diskFiles(join(examples, example));
  // What a developer's machine or a build adds is no part of the example.
  const own = files.files.filter((path) => !/(?:^|\/)(?:\.env\.local|\.next\/.*|dist\/.*)$/.test(path));
  return Object.fromEntries(own.map((path) => [path, files.read(path) ?? ""]));
}

async function findings(texts: Record<string, string>): Promise<string[]> {
  const inputs: Inputs = noInputs(1_800_000_000);
  return (await examine(memoryFiles(texts), inputs)).findings.map(findingLine);
}

describe("the examples", () => {
  it.each(["vite-spa", "nextjs-monorepo"] as const)("have nothing wrong: %s", async (example) => {
    expect(await findings(textsOf(example))).toEqual([]);
  });

  it.each(PLANTED)("$fault ($in)", async ({ in: example, file, replace, with: text, expect: expected }) => {
    const texts = textsOf(example);
    if (replace === null) delete texts[file];
    else {
      const before = texts[file] ?? "";
      texts[file] = before.replace(replace, () => text);
      expect(texts[file]).not.toBe(before);
    }
    expect(await findings(texts)).toEqual(expected);
  });
});
