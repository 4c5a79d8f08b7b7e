export * from "./chain/index.ts";
export * from "./workos/index.ts";
