import { fault } from "../fault.ts";

export default fault({
  id: "signing-key-replaced",
  side: "authkit",
  title: "Tokens are signed with another key than the published ones.",
  about:
    "Convex cannot decode any token: it knows no key of that id. So it is with tokens of another environment or of an emulator that was restarted, and for minutes after keys were rotated.",
  provokes: ["kid-mismatch"],
  parameters: {
    sameKid: {
      default: false,
      about:
        "Whether the other key goes by the id of the published one, as after a restart without a kept key.",
    },
  },
  at: { signingKey: (_own, { parameters }) => (parameters.sameKid ? "replaced-same-kid" : "replaced") },
});
