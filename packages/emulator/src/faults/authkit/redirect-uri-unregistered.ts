import { fault } from "../fault.ts";

export default fault({
  id: "redirect-uri-unregistered",
  side: "authkit",
  title: "The app's redirect URI is not registered.",
  about:
    "Sign-in ends on WorkOS's error page redirect-uri-invalid instead of the form, and nothing comes back to the app. So it is when a port, a path or a host differs from what the dashboard lists, or in a preview nobody registered.",
  provokes: ["redirect-uri-mismatch"],
  parameters: {},
  at: { redirectUriRegistered: () => false },
});
