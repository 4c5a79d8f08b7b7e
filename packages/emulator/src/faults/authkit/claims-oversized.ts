import { fault } from "../fault.ts";

/** Slugs as organizations have them. */
function permissionsOf(bytes: number): string[] {
  const permissions: string[] = [];
  for (let size = 0; size < bytes;) {
    const slug = `workspace-${permissions.length}:documents:read-and-write`;
    permissions.push(slug);
    size += slug.length + 3;
  }
  return permissions;
}

export default fault({
  id: "claims-oversized",
  side: "authkit",
  title: "Access tokens carry many kilobytes of claims.",
  about:
    "The sealed session cookie of authkit-nextjs grows over 4,096 bytes, browsers drop it without a word, and the next request is signed out. So it is with hundreds of permissions, feature flags, or a generous JWT template.",
  provokes: ["cookie-too-large"],
  parameters: { bytes: { default: 6000, about: "How many bytes of permissions are added to each token." } },
  at: {
    claims: (claims, { parameters }) => ({ ...claims, permissions: permissionsOf(parameters.bytes) }),
  },
});
