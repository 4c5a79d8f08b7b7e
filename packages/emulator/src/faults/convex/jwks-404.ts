import { fault } from "../fault.ts";

export default fault({
  id: "jwks-404",
  side: "convex",
  title: "There are no keys at the address in the auth config.",
  about:
    "No token is accepted; the message names the address and 404. So it is with a typing error, or with a client id that is empty or literally undefined.",
  provokes: ["jwks-url-wrong"],
  parameters: {},
  at: {
    jwksAnswer: () => ({
      status: 404,
      contentType: "application/json; charset=utf-8",
      body: JSON.stringify({ message: "Not Found" }),
    }),
  },
});
