import { useEffect, useState } from "react";
import { unreachable } from "../provider/ask-convex.ts";

/** Whether a deployment answers at all, in a sentence. @param url the deployment's URL */
export function useDeployment(url: string): string {
  const [says, setSays] = useState(`Asking the Convex deployment ${url}…`);
  useEffect(() => {
    let current = true;
    void unreachable(url).then((why) => {
      if (!current) return;
      setSays(
        why === null
          ? `The Convex deployment ${url} answers.`
          : `The Convex deployment ${url} could not be reached: ${why}`,
      );
    });
    return () => {
      current = false;
    };
  }, [url]);
  return says;
}
