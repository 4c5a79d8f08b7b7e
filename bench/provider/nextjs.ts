import { fileURLToPath } from "node:url";
import { nextEnvironment, startEmulatedApp } from "../../e2e/support/emulated-app.ts";
import { nextApp } from "../../e2e/support/next-app.ts";
import type { Comparison } from "./comparison.ts";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Providers for authkit-nextjs. The names are those of `next-app/src/app/layout.tsx` and `next-app/src/proxy.ts`. */
export const NEXTJS: Comparison = {
  name: "nextjs",
  compared: [
    { name: "documentation", title: "The hook of Convex's documentation, behind `authkitProxy`" },
    {
      name: "template",
      title: "Convex's template: the same hook with `expectAuth`, behind `authkitProxy` with `eagerAuth`",
    },
    { name: "tokenInRef", title: "A hook with the last token in a ref, behind `authkitProxy`" },
    {
      name: "oursWithoutProxy",
      title: "`ConvexAuthKitProvider` of convex-authkit/nextjs, behind `authkitProxy`",
    },
    { name: "ours", title: "`ConvexAuthKitProvider` behind `convexAuthKitProxy`" },
  ],
  packages: ["@workos-inc/authkit-nextjs", "@workos-inc/node", "convex", "next", "react"],
  ownGrantsPerLoad: 0,
  loadedAfter: [0, 400],
  start: async (seed) =>
    await startEmulatedApp(
      path("../../examples/nextjs-monorepo/packages/backend"),
      nextEnvironment,
      nextApp(path("next-app")),
      seed,
    ),
};
