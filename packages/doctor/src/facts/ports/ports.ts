import type { Location } from "../location.ts";

/** On which ports of a developer's machine an app listens, and what may stand in front of it. */
export interface PortsFact {
  /** The ways to start the app that its scripts and configs show. */
  servers: DevServer[];
  /**
   * What may make the browser's address another one than the server's (a proxy, a tunnel, a port mapping), as a
   * phrase; null when nothing does.
   */
  inFront: string | null;
}

/** One way to start an app for development. */
export interface DevServer {
  /** The command without secrets, e.g. `vite --port 5174`; the file of a custom server. */
  command: string;
  /** null when it cannot be told. */
  port: number | null;
  /** Whether a script, a config or a server's code names the port; false for the framework's own default. */
  explicit: boolean;
  /** What names the port: `--port 5174`, `server.port`, `PORT=3001`; the framework's name for a default. */
  because: string;
  /** Whether the server gives up rather than taking the next free port; null when it cannot be told. */
  strict: boolean | null;
  location: Location;
}
