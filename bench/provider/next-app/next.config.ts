import type { NextConfig } from "next";

// Its types are checked with those of the repository.
const config: NextConfig = { reactStrictMode: true, typescript: { ignoreBuildErrors: true } };

export default config;
