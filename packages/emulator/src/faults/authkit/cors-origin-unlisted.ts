import { fault } from "../fault.ts";

export default fault({
  id: "cors-origin-unlisted",
  side: "authkit",
  title: "The app's origin is not on the list of allowed origins.",
  about:
    "A single-page app comes back from sign-in and stays signed out; the browser's console says that CORS blocked the call. So it is in production when only localhost was listed.",
  provokes: ["cors-origin-missing"],
  parameters: {},
  at: { corsOriginAllowed: () => false },
});
