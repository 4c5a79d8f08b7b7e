import type { Emulator } from "../emulator.ts";
import type { TimelineEvent } from "../timeline/event.ts";

/** Says to proxies and browsers that the stream is alive. Milliseconds. */
const HEARTBEAT = 15_000;

/**
 * The timeline as server-sent events: what is kept, then what happens. `timeline`: an event of the timeline, with its number as id;
 * `faults`: the faults that are on, each time one is switched.
 *
 * @param after only events with a higher number
 */
export function timelineStream({ timeline, faults }: Emulator, after: number): Response {
  const encoder = new TextEncoder();
  let end: () => void = () => {};
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string): void => controller.enqueue(encoder.encode(text));
      const sendEvent = (event: TimelineEvent): void =>
        send(`event: timeline\nid: ${event.number}\ndata: ${JSON.stringify(event)}\n\n`);
      const sendFaults = (): void => send(`event: faults\ndata: ${JSON.stringify(faults.active())}\n\n`);

      sendFaults();
      for (const event of timeline.events(after)) sendEvent(event);
      const unsubscribe = timeline.subscribe(sendEvent);
      const unsubscribeFaults = faults.onChange(sendFaults);
      const heartbeat = setInterval(() => send(": alive\n\n"), HEARTBEAT).unref();
      end = () => {
        unsubscribe();
        unsubscribeFaults();
        clearInterval(heartbeat);
      };
    },
    cancel: () => end(),
  });
  return new Response(stream, {
    headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" },
  });
}
