export { type Identity, identityFromClaims, type IdentityReading } from "./identity.ts";
