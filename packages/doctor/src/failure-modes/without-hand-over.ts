import type { Example } from "./example.ts";

/** Edits of the right Vite project after which its app hands Convex no token. */
export const WITHOUT_HAND_OVER: Example["edits"] = [
  {
    file: "src/main.tsx",
    replace: "<ConvexProviderWithAuth client={convex} useAuth={useAuthFromAuthKit}>",
    with: "<ConvexProvider client={convex}>",
  },
  { file: "src/main.tsx", replace: "      </ConvexProviderWithAuth>", with: "      </ConvexProvider>" },
  {
    file: "src/main.tsx",
    replace: "import { ConvexProviderWithAuth, ",
    with: "import { ConvexProvider, ",
  },
  {
    file: "src/main.tsx",
    replace: 'import { useAuthFromAuthKit } from "./use-auth-from-authkit";\n',
    with: "",
  },
];
