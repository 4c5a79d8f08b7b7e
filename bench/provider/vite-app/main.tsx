import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter, Route, Routes } from "react-router";
import { Header } from "../../../examples/vite-spa/src/components/header.tsx";
import { CallbackPage } from "../../../examples/vite-spa/src/pages/callback.tsx";
import { NotesPage } from "../../../examples/vite-spa/src/pages/notes.tsx";
import { PROVIDERS } from "./providers.tsx";

// The pages of the Vite example over the provider that a cookie names: one build for all of them.
const Provider = PROVIDERS[/\bprovider=(\w+)/.exec(document.cookie)?.[1] ?? ""];
if (Provider === undefined) throw new Error("The cookie names no provider.");

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <Provider>
      <BrowserRouter>
        <Header />
        <main>
          <Routes>
            <Route path="/" element={<NotesPage />} />
            <Route path="/callback" element={<CallbackPage />} />
          </Routes>
        </main>
      </BrowserRouter>
    </Provider>
  </StrictMode>,
);
