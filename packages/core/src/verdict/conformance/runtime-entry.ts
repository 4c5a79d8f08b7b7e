/** What the tests bundle and run in a browser and in an edge runtime: all of core, and the comparison. */
export * from "../../index.ts";
export { disagreements, readCases } from "./conformance-case.ts";
