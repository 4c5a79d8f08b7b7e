import { fault } from "../fault.ts";

export default fault({
  id: "api-key-other-environment",
  side: "authkit",
  title: "The API key belongs to another WorkOS environment than the client id.",
  about:
    "Every grant of a server is refused with invalid_client, although the hosted page let the user in. So it is with a key of the sandbox beside the client id of production.",
  provokes: ["mixed-key-environment"],
  parameters: {},
  at: { apiKeyMatches: () => false },
});
