import { fault } from "../fault.ts";

export default fault({
  id: "jwks-html",
  side: "convex",
  title: "The address of the keys answers with a page.",
  about:
    "No token is accepted; the message names the content type. So it is where a tunnel shows a page in front of what it hides.",
  provokes: ["jwks-content-type"],
  parameters: {
    contentType: { default: "text/html; charset=utf-8", about: "The content type of the answer." },
  },
  at: {
    jwksAnswer: (_own, { parameters }) => ({
      status: 200,
      contentType: parameters.contentType,
      body: "<!doctype html><title>You are about to visit a tunnel</title>",
    }),
  },
});
