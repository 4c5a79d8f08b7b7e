import { fileURLToPath } from "node:url";
import { startEmulatedApp, viteEnvironment } from "../../e2e/support/emulated-app.ts";
import { viteApp } from "../../e2e/support/vite-app.ts";
import type { Comparison } from "./comparison.ts";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Providers for authkit-react. The names are those of `vite-app/providers.tsx`. */
export const VITE: Comparison = {
  name: "vite",
  compared: [
    {
      name: "official",
      title: "`ConvexProviderWithAuthKit` of @convex-dev/workos (documentation, template)",
    },
    { name: "forced", title: "A hook that obeys `forceRefreshToken` and gives null for every error" },
    { name: "tokenInRef", title: "A hook with the last token in a ref" },
    { name: "ours", title: "`ConvexAuthKitProvider` of convex-authkit/react" },
  ],
  packages: ["@workos-inc/authkit-react", "@workos-inc/authkit-js", "@convex-dev/workos", "convex", "react"],
  // It keeps the access token in memory only.
  ownGrantsPerLoad: 1,
  loadedAfter: [0],
  start: async (seed) =>
    await startEmulatedApp(path("../../examples/vite-spa"), viteEnvironment, viteApp(path("vite-app")), seed),
};
