import { fault } from "../fault.ts";

function providersOf(config: unknown): unknown[] | null {
  if (config === null || typeof config !== "object" || !("providers" in config)) return null;
  return Array.isArray(config.providers) ? config.providers : null;
}

export default fault({
  id: "stale-auth-config",
  side: "convex",
  title: "The auth config in the project was never pushed.",
  about:
    "Convex judges tokens by an older auth config, or by none, whatever the file says. So it is after an edit without a push, or when the push failed unseen.",
  provokes: ["auth-config-not-deployed"],
  parameters: {
    providers: {
      default: 0,
      about: "How many of the file's providers the deployed auth config has, from the first on.",
    },
  },
  at: {
    deployedAuthConfig(own, { parameters }) {
      const providers = providersOf(own);
      return providers === null || providers.length <= parameters.providers
        ? own
        : { providers: providers.slice(0, Math.max(0, parameters.providers)) };
    },
  },
});
