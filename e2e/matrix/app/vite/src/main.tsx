import { AuthKitProvider, ConvexAuthKitProvider } from "convex-authkit/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";

const env = import.meta.env;

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <AuthKitProvider
      clientId={env["VITE_WORKOS_CLIENT_ID"]}
      redirectUri={env["VITE_WORKOS_REDIRECT_URI"]}
      apiHostname={env["VITE_WORKOS_API_HOSTNAME"]}
      https={false}
      port={Number(env["VITE_WORKOS_API_PORT"])}
    >
      <ConvexAuthKitProvider url={env["VITE_CONVEX_URL"]}>
        <App />
      </ConvexAuthKitProvider>
    </AuthKitProvider>
  </StrictMode>,
);
