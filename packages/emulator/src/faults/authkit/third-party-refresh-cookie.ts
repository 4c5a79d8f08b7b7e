import { fault } from "../fault.ts";

export default fault({
  id: "third-party-refresh-cookie",
  side: "authkit",
  title: "The browser does not store or send the cookies of the API host.",
  about:
    "A single-page app in cookie mode is signed in until the page is reloaded or the token expires, then it is signed out. So it is in production where the API host is another site than the app and there is no custom authentication API domain.",
  provokes: ["spa-prod-session-lost-on-reload"],
  parameters: {},
  at: { refreshCookieArrives: () => false },
});
