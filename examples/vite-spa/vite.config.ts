import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // WorkOS knows the redirect URI with its port: another one would be refused.
  server: { port: 5173, strictPort: true },
});
