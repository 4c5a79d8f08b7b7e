import { fault } from "../fault.ts";

export default fault({
  id: "no-homepage-url",
  side: "authkit",
  title: "The environment has no homepage and allows no target of a sign-out.",
  about:
    "Sign-out ends on WorkOS's error page app-homepage-url-not-found. So it is in new environments, since the setting is seldom thought of.",
  provokes: ["logout-error-page"],
  parameters: {},
  at: { homepageUrl: () => null, logoutUris: () => [] },
});
