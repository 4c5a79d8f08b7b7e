import type { Emulator } from "@convex-authkit/emulator";

/** How often a mutation ran on the server and went well. @param path such as `notes:add` */
export const mutationCount = ({ timeline }: Emulator, path: string): number =>
  timeline
    .events()
    .filter(
      ({ kind, outcome, detail }) => kind === "mutation" && outcome === "ok" && detail?.["path"] === path,
    ).length;
