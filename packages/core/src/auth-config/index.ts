export { type ConfigCause, type ConfigError, type ConfigRemark } from "./config-problem.ts";
export {
  type ProviderAlgorithm,
  type StoredCustomJwt,
  type StoredOidc,
  type StoredProvider,
  type StoredUnknown,
} from "./stored-provider.ts";
export { isUnknown, type Unknown, unknown } from "./unknown.ts";
export { type ConfigValidation, validateAuthConfig } from "./validate.ts";
