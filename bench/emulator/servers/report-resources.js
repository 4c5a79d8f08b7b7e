// Loaded before a server that is measured, ours and others alike: tells the bench what the process holds and has used.
process.on("message", ({ collect }) => {
  // Twice: what the first collection lets go of may hold other memory.
  if (collect) {
    globalThis.gc();
    globalThis.gc();
  }
  const { heapUsed, external } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  process.send({ bytes: heapUsed + external, cpuMicroseconds: user + system });
});
