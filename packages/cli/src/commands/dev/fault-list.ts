import type { Paint } from "@convex-authkit/doctor/report/paint";
import { wrap } from "@convex-authkit/doctor/report/wrap";

/** The faults that `--fault` switches on, with their parameters. Ends with a line feed. */
export async function faultList({ width, paint }: { width: number; paint: Paint }): Promise<string> {
  const { ALL_FAULTS } = await import("@convex-authkit/emulator/faults/all-faults");
  const columns = Math.min(100, width);
  const lines = ALL_FAULTS.flatMap(({ id, title, parameters }) => [
    paint("bold", id),
    ...wrap(title, { first: "  ", width: columns }),
    ...Object.entries(parameters).flatMap(([name, { default: standard, about }]) =>
      wrap(`${name}=${String(standard)}  ${about}`, { first: "    ", rest: "      ", width: columns }),
    ),
  ]);
  const common =
    "Every fault takes times=N (requests), for=60s (how long), user=E-MAIL and session=ID (for whom) as well: --fault ID:times=3,user=ada@example.com";
  return `${[...lines, "", ...wrap(common, { first: "", width: columns })].join("\n")}\n`;
}
