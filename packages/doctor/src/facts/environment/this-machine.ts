/** Whether a host (with or without a port) is the machine that asks for it: nobody else reaches it under that name. */
export function isThisMachine(host: string): boolean {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1\]|host\.docker\.internal)$/.test(name);
}

/** Whether a host is this machine or an address of a private network, which a cloud cannot reach. */
export function isUnreachableFromCloud(host: string): boolean {
  const name = host.replace(/:\d+$/, "");
  return (
    isThisMachine(host) ||
    /^(?:10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2})$/.test(name)
  );
}
