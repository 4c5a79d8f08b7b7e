// The least that starts the emulator's AuthKit side: `node convex-authkit.js PORT EMULATOR_MODULE FOLDER_WITH_KEY CLIENT_ID`.
const [, , port, emulator, stateDirectory, clientId] = process.argv;
const { createEmulator } = await import(emulator);

await createEmulator({
  stateDirectory,
  authkit: {
    port: Number(port),
    clientId,
    // WorkOS's limits, which a developer has and a measurement would only measure.
    rateLimits: false,
    seed: {
      accounts: Array.from({ length: 10 }, (_, index) => ({
        email: `user${index}@example.com`,
        password: "correct-horse-battery",
      })),
    },
  },
});
