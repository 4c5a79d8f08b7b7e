import packageJson from "../package.json" with { type: "json" };

/** Version of the published package. */
export const VERSION: string = packageJson.version;
