import { fault } from "../fault.ts";

export default fault({
  id: "lenient-contract",
  side: "authkit",
  title: "The emulator is as lenient as others are.",
  about:
    "Every redirect URI and every origin will do, and tokens carry the audience and live for an hour: an app that cannot work in production seems to work. So it is with emulators that follow convenience instead of WorkOS.",
  provokes: ["emulator-hides-prod-bug"],
  parameters: {},
  at: {
    redirectUriRegistered: () => true,
    corsOriginAllowed: () => true,
    tokenLifetime: () => 3_600,
    claims: (claims, { subject: { clientId } }) =>
      clientId === undefined || claims["aud"] !== undefined ? claims : { ...claims, aud: clientId },
  },
});
