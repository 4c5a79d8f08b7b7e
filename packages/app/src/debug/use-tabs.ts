import { useEffect, useState } from "react";
import { DEBUG_CHANNEL, type TabReport } from "../provider/tab-report.ts";

const ASK_EVERY_MS = 2_000;
/** A tab that has not answered for so long is closed or frozen. */
const FORGET_AFTER_MS = 7_000;

/** The tabs of this origin that hold a connection, this one among them. */
export function useTabs(): TabReport[] {
  const [tabs, setTabs] = useState<Map<string, TabReport & { seen: number }>>(new Map());
  useEffect(() => {
    if (typeof BroadcastChannel === "undefined") return;
    const channel = new BroadcastChannel(DEBUG_CHANNEL);
    channel.addEventListener("message", ({ data }: MessageEvent<TabReport | "?">) => {
      if (data === "?") return;
      setTabs((before) => new Map(before).set(data.tab, { ...data, seen: Date.now() }));
    });
    const ask = (): void => {
      channel.postMessage("?");
      setTabs((before) => new Map([...before].filter(([, { seen }]) => Date.now() - seen < FORGET_AFTER_MS)));
    };
    ask();
    const timer = setInterval(ask, ASK_EVERY_MS);
    return () => {
      clearInterval(timer);
      channel.close();
    };
  }, []);
  return [...tabs.values()];
}
