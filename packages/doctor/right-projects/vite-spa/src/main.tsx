import { AuthKitProvider } from "@workos-inc/authkit-react";
import { ConvexProviderWithAuth, ConvexReactClient } from "convex/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter, Route, Routes } from "react-router";
import { Callback } from "./callback";
import { Home } from "./home";
import { useAuthFromAuthKit } from "./use-auth-from-authkit";

const convex = new ConvexReactClient(import.meta.env.VITE_CONVEX_URL, { initialAuthTokenReuse: true });

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <AuthKitProvider
      clientId={import.meta.env.VITE_WORKOS_CLIENT_ID}
      redirectUri={import.meta.env.VITE_WORKOS_REDIRECT_URI}
      apiHostname={import.meta.env.VITE_WORKOS_API_HOSTNAME}
      https={import.meta.env.VITE_WORKOS_API_HTTPS !== "false"}
      port={Number(import.meta.env.VITE_WORKOS_API_PORT) || undefined}
    >
      <ConvexProviderWithAuth client={convex} useAuth={useAuthFromAuthKit}>
        <BrowserRouter>
          <Routes>
            <Route path="/" element={<Home />} />
            <Route path="/callback" element={<Callback />} />
          </Routes>
        </BrowserRouter>
      </ConvexProviderWithAuth>
    </AuthKitProvider>
  </StrictMode>,
);
