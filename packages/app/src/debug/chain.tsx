import type { ReactNode } from "react";
import type { Layer } from "./layers.ts";

/** The chain, drawn: a box per layer, with how it stands. */
export function Chain({ layers }: { layers: readonly Layer[] }): ReactNode {
  return (
    <ol className="chain">
      {layers.map((layer) => (
        <LayerItem key={layer.step} layer={layer} />
      ))}
    </ol>
  );
}

const STATUS_WORDS: Record<Layer["status"], string> = {
  holds: "holds",
  broken: "broken",
  waiting: "waiting",
  unknown: "not checked",
};

function LayerItem({ layer: { title, status, says } }: { layer: Layer }): ReactNode {
  return (
    <li className={status}>
      <strong>{title}</strong> <span className="status">{STATUS_WORDS[status]}</span>
      <p>{says}</p>
    </li>
  );
}
