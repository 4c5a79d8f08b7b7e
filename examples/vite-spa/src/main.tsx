import { AuthKitProvider, ConvexAuthKitProvider } from "convex-authkit/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter, Route, Routes } from "react-router";
import { Header } from "./components/header";
import { AccountPage } from "./pages/account";
import { CallbackPage } from "./pages/callback";
import { DebugPage } from "./pages/debug";
import { NotesPage } from "./pages/notes";
import "./style.css";

const { VITE_CONVEX_URL, VITE_WORKOS_CLIENT_ID, VITE_WORKOS_REDIRECT_URI } = import.meta.env;
// Set in production (custom authentication API domain) and by `convex-authkit dev`.
const { VITE_WORKOS_API_HOSTNAME, VITE_WORKOS_API_HTTPS, VITE_WORKOS_API_PORT } = import.meta.env;

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <AuthKitProvider
      clientId={VITE_WORKOS_CLIENT_ID}
      redirectUri={VITE_WORKOS_REDIRECT_URI || `${window.location.origin}/callback`}
      apiHostname={VITE_WORKOS_API_HOSTNAME || undefined}
      https={VITE_WORKOS_API_HTTPS !== "false"}
      port={VITE_WORKOS_API_PORT ? Number(VITE_WORKOS_API_PORT) : undefined}
    >
      <ConvexAuthKitProvider url={VITE_CONVEX_URL}>
        <BrowserRouter>
          <Header />
          <main>
            <Routes>
              <Route path="/" element={<NotesPage />} />
              <Route path="/account" element={<AccountPage />} />
              <Route path="/callback" element={<CallbackPage />} />
              <Route path="/debug" element={<DebugPage />} />
            </Routes>
          </main>
        </BrowserRouter>
      </ConvexAuthKitProvider>
    </AuthKitProvider>
  </StrictMode>,
);
