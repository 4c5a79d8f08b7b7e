import type { NextResponse } from "next/server";

/** By which a proxy's answer tells Next.js the headers that pages, handlers and actions are to see, in place of the request's. */
const NAMES = "x-middleware-override-headers";
const VALUE = "x-middleware-request-";

/** The request headers a proxy's answer hands on; null: those of the request, unchanged. */
export function forwardedHeaders({ headers }: NextResponse): Headers | null {
  const names = headers.get(NAMES);
  if (names === null) return null;
  const forwarded = new Headers();
  for (const name of names.split(",").filter(Boolean)) forwarded.set(name, headers.get(VALUE + name) ?? "");
  return forwarded;
}

/** Sets the request headers that an answer hands on, all of them. */
export function setForwardedHeaders({ headers }: NextResponse, forwarded: Headers): void {
  const old = Array.from(headers.keys()).filter((name) => name.startsWith(VALUE));
  for (const name of old) headers.delete(name);
  for (const [name, value] of forwarded) headers.set(VALUE + name, value);
  headers.set(NAMES, [...forwarded.keys()].join(","));
}
