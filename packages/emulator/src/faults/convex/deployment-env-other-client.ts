import { fault } from "../fault.ts";

export default fault({
  id: "deployment-env-other-client",
  side: "convex",
  title: "The Convex deployment has the client id of another WorkOS environment.",
  about:
    "Users are signed in at WorkOS and Convex finds no provider for their tokens. So it is where production was given the id of development.",
  provokes: ["convex-client-id-wrong-env"],
  parameters: {
    variable: { default: "WORKOS_CLIENT_ID", about: "The name of the variable." },
    value: { default: "client_01K4OTHERENVIRONMENT0000000", about: "The client id it has instead." },
  },
  at: {
    deploymentVariables: (own, { parameters: { variable, value } }) =>
      own[variable] === value ? own : { ...own, [variable]: value },
  },
});
