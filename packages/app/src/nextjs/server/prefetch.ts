/** The request of a browser or a router for a page that nobody has opened. */
export function isPrefetch({ headers }: Pick<Request, "headers">): boolean {
  const purpose = `${headers.get("purpose") ?? ""} ${headers.get("sec-purpose") ?? ""}`;
  return (
    purpose.includes("prefetch") ||
    headers.has("next-router-prefetch") ||
    headers.has("x-middleware-prefetch")
  );
}
