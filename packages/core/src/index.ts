export * from "./auth-config/index.ts";
export * from "./chain/index.ts";
export * from "./identity/index.ts";
export * from "./redact/index.ts";
export * from "./verdict/index.ts";
export * from "./workos/index.ts";
